// Citation chips: a card on hover or focus, the source panel on click or Enter.
const $ = (selector, root = document) => root.querySelector(selector);
const panel = $('#panel'), card = $('#hover-card');
let opener = null, timer = 0;

export function openPanel(turn, number, from) {
  opener = from;
  hideCard();
  $('#panel-body').innerHTML = $('.source-list', turn).innerHTML;
  panel.hidden = false;
  document.body.classList.add('panel-open');
  document.querySelectorAll('.cit[aria-expanded]').forEach(chip => chip.removeAttribute('aria-expanded'));
  const chosen = number && $(`[data-card="${number}"]`, panel);
  if (!chosen) { $('#panel-title').focus(); return; }
  chosen.classList.add('chosen');
  chosen.scrollIntoView({ block: 'nearest' });
  from.setAttribute('aria-expanded', 'true');
  ($('a', chosen) ?? $('#panel-title')).focus();
}

export function closePanel() {
  panel.hidden = true;
  document.body.classList.remove('panel-open');
  opener?.removeAttribute('aria-expanded');
  opener?.focus();
}

/** Closes the card, else the panel; false when neither was open. */
export function closeTop() {
  if (!card.hidden) { hideCard(); return true; }
  if (!panel.hidden) { closePanel(); return true; }
  return false;
}

function hideCard() {
  clearTimeout(timer);
  card.hidden = true;
  document.querySelectorAll('.cit[aria-describedby]').forEach(chip => chip.removeAttribute('aria-describedby'));
}

function showCard(chip) {
  const source = $(`.source-list [data-card="${chip.dataset.source}"]`, chip.closest('.turn'));
  if (!source) return;
  card.replaceChildren(...source.cloneNode(true).childNodes);
  card.querySelectorAll('a').forEach(link => { const name = document.createElement('span'); name.append(...link.childNodes); link.replaceWith(name); });
  card.querySelectorAll('h4').forEach(head => { const name = document.createElement('p'); name.className = 'card-title'; name.append(...head.childNodes); head.replaceWith(name); });
  card.hidden = false;
  chip.setAttribute('aria-describedby', 'hover-card');
  const box = chip.getBoundingClientRect(), height = card.offsetHeight, width = card.offsetWidth;
  card.style.left = `${Math.max(16, Math.min(box.left, innerWidth - width - 16))}px`;
  card.style.top = `${box.bottom + 8 + height < innerHeight ? box.bottom + 8 : Math.max(8, box.top - height - 8)}px`;
}

function over(event) {
  const chip = event.target.closest?.('.cit[data-source]');
  if (!chip || !panel.hidden) return;
  clearTimeout(timer);
  timer = setTimeout(() => showCard(chip), event.type === 'focusin' ? 0 : 250);
}

function out(event) {
  if (!event.target.closest?.('.cit')) return;
  clearTimeout(timer);
  timer = setTimeout(() => { if (!card.matches(':hover')) hideCard(); }, 150);
}

for (const type of ['mouseover', 'focusin']) document.addEventListener(type, over);
for (const type of ['mouseout', 'focusout']) document.addEventListener(type, out);
card.addEventListener('mouseleave', hideCard);
$('#panel-close').addEventListener('click', closePanel);
document.addEventListener('click', event => {
  const chip = event.target.closest('a.cit[data-source]');
  if (!chip || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  openPanel(chip.closest('.turn'), chip.dataset.source, chip);
});
