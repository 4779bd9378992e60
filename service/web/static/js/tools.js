// What can be done with an answer: sources, copy, print, vote.
import { openPanel, closeTop } from './sources.js';
const $ = (selector, root = document) => root.querySelector(selector);
export const say = text => { $('#status').textContent = text; };

/** Shows the buttons that need scripts. */
export function revealTools(root) {
  if (!$('.top a[href="/kvalitet"]')) root.querySelectorAll('[data-do=propose]').forEach(button => button.remove());
  root.querySelectorAll('.tools [hidden], .vote').forEach(element => { element.hidden = false; });
}

function blockText(block) {
  const name = block.tagName;
  if (name === 'TR') return [...block.cells].map(cell => cell.textContent.trim()).join('\t');
  return (name === 'LI' ? '- ' : '') + block.textContent.trim();
}

function copyParts(turn) {
  const text = $('.text', turn).cloneNode(true);
  text.querySelectorAll('.cit').forEach(chip => chip.replaceWith(` [${chip.textContent}]`));
  text.querySelectorAll('.mark.supported').forEach(mark => mark.remove());
  text.querySelectorAll('.mark').forEach(mark => mark.replaceWith(`(${mark.textContent})`));
  const sources = [...turn.querySelectorAll('.source-list [data-card]')].map(item => {
    const link = $('h4 a, h4 > span:not(.number)', item);
    return { number: item.dataset.card, title: link.lastChild.textContent.trim(), href: link.href ?? '' };
  });
  const question = $('.question', turn).textContent.trim(), badge = $('.badge', turn);
  const made = `${badge ? `${badge.textContent}. ` : ''}Svaret er fundet automatisk; tjek kilden.`;
  const lines = [...text.querySelectorAll('p, li, tr, h4, blockquote > p')].filter(b => !(b.tagName === 'P' && b.closest('li'))).map(blockText);
  const plain = [question, '', ...lines, '', ...(sources.length ? ['Kilder', ...sources.map(s => `[${s.number}] ${s.title}${s.href && ` – ${s.href}`}`), ''] : []), made].join('\n');
  const html = document.createElement('div');
  const head = document.createElement('p'), list = document.createElement('p'), strong = document.createElement('strong');
  strong.textContent = question; head.append(strong);
  if (sources.length) list.append('Kilder');
  for (const s of sources) {
    const link = document.createElement('a');
    link.href = s.href; link.textContent = s.title;
    list.append(document.createElement('br'), `[${s.number}] `, link);
  }
  const note = document.createElement('p');
  note.textContent = made;
  html.append(head, ...text.childNodes, list, note);
  return { plain, html: html.innerHTML };
}

async function copy(turn) {
  const { plain, html } = copyParts(turn);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': new Blob([plain], { type: 'text/plain' }), 'text/html': new Blob([html], { type: 'text/html' }) })]);
    say('Svar og kilder er kopieret.');
  } catch {
    say('Browseren tillod ikke at kopiere. Markér teksten, og kopiér den selv.');
  }
}

async function sendVote(turn, vote) {
  const response = await fetch(`/api/answers/${encodeURIComponent(turn.dataset.answer)}/feedback`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(vote) });
  const said = await response.json();
  if (!response.ok) throw new Error(said.error);
  return said.message;
}

async function thank(turn, vote) {
  const thanks = $('.thanks', turn);
  try { thanks.textContent = await sendVote(turn, vote); } catch (error) { thanks.textContent = error.message || 'Det blev ikke gemt. Prøv igen.'; }
  thanks.hidden = false;
  say(thanks.textContent);
}

async function propose(turn) {
  const thanks = $('.thanks', turn);
  try {
    const body = new URLSearchParams({ svar: turn.dataset.answer });
    const response = await fetch('/kvalitet/forslag', { method: 'POST', body, headers: { accept: 'application/json' } });
    const said = await response.json();
    if (!response.ok) throw new Error(said.error);
    thanks.textContent = said.message;
    if (document.body.dataset.role !== 'læser') {
      const link = document.createElement('a');
      link.href = said.url; link.textContent = 'Se forslaget';
      thanks.append(' ', link);
    }
  } catch (error) { thanks.textContent = error.message || 'Spørgsmålet blev ikke gemt. Prøv igen.'; }
  thanks.hidden = false;
  say(thanks.textContent);
}

function vote(turn, button) {
  const pressed = button.getAttribute('aria-pressed') !== 'true';
  turn.querySelectorAll('[data-vote]').forEach(b => b.setAttribute('aria-pressed', String(b === button && pressed)));
  const why = $('.why', turn);
  why.hidden = !(pressed && button.dataset.vote === 'no');
  if (!why.hidden) { $('.thanks', turn).hidden = true; $('input', why).focus(); } else if (pressed) thank(turn, { useful: true });
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-do], [data-vote]');
  if (!button) return;
  const turn = button.closest('.turn');
  if (button.dataset.do === 'sources') openPanel(turn, null, button);
  else if (button.dataset.do === 'print') window.print();
  else if (button.dataset.do === 'copy') copy(turn);
  else if (button.dataset.do === 'propose') propose(turn);
  else if (button.dataset.vote) vote(turn, button);
});
document.addEventListener('submit', event => {
  if (!event.target.matches('.why')) return;
  event.preventDefault();
  const data = new FormData(event.target), turn = event.target.closest('.turn');
  event.target.hidden = true;
  thank(turn, { useful: false, reasons: data.getAll('reasons'), note: data.get('note') });
  $('[data-vote=no]', turn).focus();
});
document.addEventListener('keydown', event => { if (event.key === 'Escape' && closeTop()) event.stopImmediatePropagation(); });
addEventListener('beforeprint', () => document.querySelectorAll('.card a').forEach(link => { link.dataset.address = link.href; }));
revealTools(document);
