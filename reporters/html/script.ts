// The script of the HTML report. Where it does not run, every link still leads to what it names.

/**
 * Opens what a link leads to, shows copies of findings and exchanges where they are linked, filters the list, and opens all findings
 * and clauses before the page is printed. It makes elements only by copying those of the page, so that no text can become markup.
 */
export const SCRIPT = `
'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const copyOf = (id) => {
    const source = document.getElementById(id);
    if (source === null) return null;
    const copy = source.cloneNode(true);
    copy.removeAttribute('id');
    copy.hidden = false;
    for (const part of all('[id]', copy)) part.removeAttribute('id');
    return copy;
  };
  const fill = (root) => {
    const places = all('[data-copy]', root);
    for (const place of places) {
      const copy = copyOf(place.dataset.copy);
      if (copy === null) continue;
      copy.open = places.length < 4 || copy.dataset.verdict !== 'pass';
      place.replaceChildren(copy);
      place.removeAttribute('data-copy');
    }
  };
  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (const link of all('[aria-current]')) link.removeAttribute('aria-current');
    if (target === null) return;
    if (target.hidden) form.reset(), filter();
    for (let at = target; at !== null; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
    if (target.classList.contains('panel')) {
      fill(target);
      document.querySelector('a[href="#' + target.id + '"]').setAttribute('aria-current', 'true');
      target.focus({ preventScroll: true });
    }
    target.scrollIntoView();
  };

  const form = document.getElementById('filter');
  const findings = all('#findings > .finding');
  const texts = findings.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const { verdict, family, flow, text } = form.elements;
    const words = text.value.toLowerCase().split(' ').filter(Boolean);
    let shown = 0;
    findings.forEach((row, at) => {
      row.hidden =
        (verdict.value !== '' && row.dataset.verdict !== verdict.value) ||
        (family.value !== '' && row.dataset.family !== family.value) ||
        (flow.value !== '' && row.dataset.flow !== flow.value) ||
        !words.every((word) => texts[at].includes(word));
      if (!row.hidden) shown += 1;
    });
    form.querySelector('output').textContent = shown + ' of ' + findings.length + ' shown';
  };
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  filter();

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link === null) return;
    if (link.hash !== '' && link.hash === location.hash) setTimeout(follow);
    if (!link.hasAttribute('data-inline')) return;
    const next = link.nextElementSibling;
    const copy = next === null ? copyOf(link.hash.slice(1)) : null;
    event.preventDefault();
    if (next !== null) next.remove();
    if (copy !== null) link.after(copy.querySelector('.body'));
    link.setAttribute('aria-expanded', String(copy !== null));
  });
  document.addEventListener('toggle', (event) => {
    if (event.target.open && event.target.classList.contains('item')) fill(event.target);
  }, true);

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('#findings > .finding:not([open]), .clause:not([open])');
    for (const part of closed) part.open = true;
  });
  addEventListener('afterprint', () => {
    for (const part of closed) part.open = false;
  });
  addEventListener('hashchange', follow);
  follow();
})();
`;
