/**
 * What the page does by itself: the switch of colour schemes, and the values under the pointer. Plain text in the page,
 * so it takes nothing from the data but through `textContent`.
 */
export const SCRIPT = `
'use strict';
const root = document.documentElement;
const toggle = document.getElementById('theme');
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme || (systemIsDark.matches ? 'dark' : 'light')) === 'dark';
const nameToggle = () => { toggle.textContent = isDark() ? 'Light colours' : 'Dark colours'; };
if (location.hash === '#dark' || location.hash === '#light') root.dataset.theme = location.hash.slice(1);
toggle.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; nameToggle(); });
systemIsDark.addEventListener('change', nameToggle);
toggle.hidden = false;
nameToggle();

for (const svg of document.querySelectorAll('svg[data-values]')) {
  const { xs, labels, series, unit, along, bands } = JSON.parse(svg.dataset.values);
  const tip = svg.parentElement.querySelector('.tip');
  const cross = svg.querySelector('.cross');
  const width = svg.viewBox.baseVal.width;
  let at = -1;
  const show = (index) => {
    at = Math.max(0, Math.min(xs.length - 1, index));
    const x = xs[at];
    const lines = series.map(({ name, values }) => name + ': ' +
      (values[at] === null ? 'not known' : values[at].toLocaleString('en-US') + (unit ? ' ' + unit : '')));
    const active = [...new Set(bands.filter(({ from, to }) => x >= from && x <= to).map(({ name }) => name))];
    tip.textContent = [along + ' ' + labels[at], ...lines, ...(active.length ? ['faults: ' + active.join(', ')] : [])].join('\\n');
    tip.hidden = false;
    const isRight = x > width / 2;
    tip.style.left = isRight ? 'auto' : (x / width) * 100 + 2 + '%';
    tip.style.right = isRight ? 100 - (x / width) * 100 + 2 + '%' : 'auto';
    cross.setAttribute('x1', x);
    cross.setAttribute('x2', x);
    cross.setAttribute('visibility', 'visible');
  };
  const hide = () => { tip.hidden = true; cross.setAttribute('visibility', 'hidden'); };
  const nearest = (x) => xs.reduce((best, value, index) => Math.abs(value - x) < Math.abs(xs[best] - x) ? index : best, 0);
  const point = (event) => {
    const box = svg.getBoundingClientRect();
    show(nearest(((event.clientX - box.left) / box.width) * width));
  };
  svg.addEventListener('pointermove', point);
  svg.addEventListener('pointerdown', point);
  svg.addEventListener('pointerleave', hide);
  svg.addEventListener('blur', hide);
  svg.addEventListener('keydown', (event) => {
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: xs.length - 1 }[event.key];
    if (event.key === 'Escape') hide();
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  });
}
`;
