// The script of the HTML report. Where it does not run, the act stands in the first language, whole.

/**
 * Opens annexes and exchanges, follows the address, searches, and switches the language. A fragment is read by the parser of documents,
 * which runs no script, and moved into the page; all other elements that it makes hold text alone.
 */
export const SCRIPT = `
'use strict';
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const texts = new Map();
  const inflate = (name) => {
    if (!texts.has(name)) texts.set(name, read(name));
    return texts.get(name);
  };
  const read = async (name) => {
    const bytes = Uint8Array.from(atob(document.getElementById('z-' + name).textContent), (one) => one.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  };
  const parse = async (name) => [...new DOMParser().parseFromString(await inflate(name), 'text/html').body.childNodes];
  const nameOf = (key) => (/^(exchanges|drawn)-/.test(key) ? key : root.lang + '-' + key);
  const told = () => document.querySelector('.told:not([hidden])');
  const find = (id) => document.getElementById(id) ?? document.getElementById(id + '-' + root.lang);

  const load = async (annex) => {
    const body = annex.querySelector(':scope > .body');
    if (annex.dataset.fragment === undefined || annex.dataset.loaded === 'yes') return;
    annex.dataset.loaded = 'yes';
    body.setAttribute('aria-busy', 'true');
    if (!('DecompressionStream' in globalThis)) {
      body.textContent = told().dataset.old;
      return;
    }
    body.textContent = told().dataset.wait;
    const parts = await parse(nameOf(annex.dataset.fragment));
    if (annex.dataset.loaded === 'yes') body.replaceChildren(...parts.map((part) => document.importNode(part, true)));
    body.removeAttribute('aria-busy');
  };
  const loading = new Map();
  const open = async (annex) => {
    annex.open = true;
    if (!loading.has(annex)) loading.set(annex, load(annex));
    await loading.get(annex);
  };
  const unload = (annex) => {
    if (annex.dataset.loaded !== 'yes') return;
    annex.dataset.loaded = 'no';
    annex.open = false;
    loading.delete(annex);
    annex.querySelector(':scope > .body').replaceChildren();
  };

  const reveal = (target) => {
    for (let at = target; at !== null; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    for (const panel of all('.panel.open')) panel.classList.remove('open');
    for (const link of all('a[aria-current]')) link.removeAttribute('aria-current');
    for (const one of all('.reached')) one.classList.remove('reached');
    if (target.classList.contains('panel')) {
      target.classList.add('open');
      document.getElementById('c' + target.id.slice(1))?.setAttribute('aria-current', 'true');
    }
    target.classList.add('reached');
    const focus = target.tagName === 'DETAILS' ? target.querySelector('summary') : target;
    if (focus.tabIndex < 0 && !focus.hasAttribute('tabindex')) focus.setAttribute('tabindex', '-1');
    focus.focus({ preventScroll: true });
    target.scrollIntoView();
  };
  const follow = async () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (id === '') return;
    let target = find(id);
    if (target === null && 'DecompressionStream' in globalThis) {
      const index = JSON.parse(await inflate('index'));
      if (!Object.hasOwn(index, id)) return;
      await open(find(index[id]));
      target = find(id);
    }
    if (target === null) return;
    if (target.dataset.fragment !== undefined) await open(target);
    reveal(target);
  };

  const toggleExchange = async (link) => {
    const next = link.nextElementSibling;
    if (next !== null) {
      next.remove();
      link.setAttribute('aria-expanded', 'false');
      return;
    }
    const id = link.hash.slice(1);
    const index = JSON.parse(await inflate('index'));
    const part = (await parse(index[id])).find((one) => one.id === id);
    const copy = document.importNode(part.querySelector('.body'), true);
    const whole = document.createElement('a');
    whole.href = link.hash;
    whole.textContent = id;
    whole.className = 'whole';
    copy.prepend(whole);
    link.after(copy);
    link.setAttribute('aria-expanded', 'true');
  };

  const SHOWN = 100;
  const search = async (box) => {
    const form = box.querySelector('form');
    const list = box.querySelector('.found');
    const output = form.querySelector('output');
    const rows = JSON.parse(await inflate(root.lang + '-search'));
    const badges = new Map(all('option', form.elements.verdict).map((one) => [one.value, one.textContent]));
    const folded = rows.map((row) => (row[4] + ' ' + row[5]).toLowerCase());
    let most = SHOWN;
    const show = () => {
      const { verdict, family, flow, text } = form.elements;
      const words = text.value.toLowerCase().split(' ').filter(Boolean);
      const found = rows.filter(
        (row, at) =>
          (verdict.value === '' || row[1] === verdict.value) &&
          (family.value === '' || row[2] === family.value) &&
          (flow.value === '' || row[3] === flow.value) &&
          words.every((word) => folded[at].includes(word)),
      );
      const items = found.slice(0, most).map((row) => {
        const item = document.createElement('li');
        const badge = document.createElement('span');
        badge.className = 'badge v-' + row[1];
        badge.textContent = badges.get(row[1]) ?? row[1];
        const link = document.createElement('a');
        link.href = '#a' + row[0];
        link.textContent = row[4];
        const place = document.createElement('span');
        place.className = 'place';
        place.textContent = flow.querySelector('option[value="' + row[3] + '"]')?.textContent ?? row[3];
        item.append(badge, ' ', link, ' ', place);
        return item;
      });
      if (found.length > most) {
        const item = document.createElement('li');
        const more = document.createElement('button');
        more.type = 'button';
        more.textContent = output.dataset.more;
        more.addEventListener('click', () => {
          const at = most;
          most += SHOWN;
          show();
          list.children[at]?.querySelector('a')?.focus();
        });
        item.append(more);
        items.push(item);
      }
      list.replaceChildren(...items);
      output.textContent = output.dataset.words.replace('{0}', found.length).replace('{1}', rows.length);
    };
    form.hidden = false;
    form.addEventListener('input', () => {
      most = SHOWN;
      show();
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    show();
  };

  const languages = document.querySelector('.languages');
  const speak = async (language) => {
    const opened = all('.annex[data-fragment][open]', told()).map((annex) => annex.dataset.fragment);
    for (const annex of all('.annex[data-fragment]', told())) unload(annex);
    root.lang = language;
    for (const one of all('.told')) one.hidden = one.lang !== language;
    for (const button of all('button', languages)) button.setAttribute('aria-pressed', String(button.lang === language));
    document.title = told().dataset.title;
    for (const key of opened) await open(find(key));
    await follow();
  };
  languages.hidden = false;
  for (const button of all('button', languages)) {
    button.addEventListener('click', async () => {
      await speak(button.lang);
      button.focus();
    });
  }
  for (const note of all('.needs-script')) note.hidden = true;

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link === null) return;
    if (link.hasAttribute('data-inline')) {
      event.preventDefault();
      toggleExchange(link);
    } else if (link.hash !== '' && link.hash === location.hash) follow();
  });
  document.addEventListener('toggle', (event) => {
    const { target } = event;
    if (!target.open || !target.classList.contains('annex')) return;
    if (target.dataset.fragment !== undefined) open(target);
    if (target.dataset.search !== undefined && target.dataset.ready === undefined) {
      target.dataset.ready = 'yes';
      search(target);
    }
  }, true);

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('.act details:not([open])', told()).filter((one) => one.classList.contains('shown'));
    for (const part of closed) part.open = true;
  });
  addEventListener('afterprint', () => {
    for (const part of closed) part.open = false;
  });
  addEventListener('hashchange', follow);
  follow();
})();
`;
