// The script of the pages: it signs in the browser, and keeps the live view up to date. All else works without it.

/** The whole script. It writes text alone into the page, apart from the live view, which it takes over from the same server. */
export const SCRIPT = `
'use strict';
(() => {
  const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const base64Of = (bytes) => btoa(Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join(''));
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

  const sign = async (form) => {
    const address = new URL(form.dataset.prepare, location.href);
    address.searchParams.set('key', form.elements.namedItem('key').value);
    const answer = await fetch(address, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(String(answer.status));
    const { attributes, privateKeyPem } = await answer.json();
    const der = bytesOf(privateKeyPem.replace(/-----[^-]+-----|\\s/g, ''));
    const key = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
    const signature = await crypto.subtle.sign(algorithm.name, key, bytesOf(attributes));
    form.elements.namedItem('attributes').value = attributes;
    form.elements.namedItem('signature').value = base64Of(signature);
  };

  const signing = document.getElementById('signing');
  signing?.addEventListener('submit', async (event) => {
    if (signing.elements.namedItem('cms').files.length > 0) return;
    event.preventDefault();
    const failed = document.getElementById('signing-failed');
    failed.hidden = true;
    try {
      await sign(signing);
      signing.submit();
    } catch (error) {
      failed.textContent = signing.dataset.failed + ' (' + error.message + ')';
      failed.hidden = false;
    }
  });

  const live = document.querySelector('[data-live]');
  const refresh = async () => {
    if (document.visibilityState !== 'visible') return;
    const answer = await fetch(location.href, { credentials: 'same-origin' });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]');
    const now = document.querySelector('[data-live]');
    if (fresh !== null && now !== null && fresh.innerHTML !== now.innerHTML) now.replaceChildren(...fresh.childNodes);
  };
  if (live !== null) setInterval(() => refresh().catch(() => undefined), 2000);
})();
`;
