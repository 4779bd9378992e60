// The conversation: asks with fetch, paints blocks as they come, and can be stopped.
import { revealTools, say } from './tools.js';
import { closePanel } from './sources.js';
import { events } from './app.js';
const $ = (selector, root = document) => root.querySelector(selector);
const form = $('#ask'), field = $('#question'), conversation = $('#conversation'), talks = $('#talks'), scope = $('#scope');
let running = null;

function setRunning(on) { $('#send').hidden = on; $('#stop').hidden = !on; }

function newTurn(text) {
  document.body.classList.add('asked');
  const turn = $('#turn-template').content.firstElementChild.cloneNode(true);
  $('.question', turn).textContent = text;
  conversation.append(turn);
  turn.scrollIntoView({ block: 'start' });
  return turn;
}

function step(turn, text) { $('.step', turn).textContent = text; say(text); }

function fail(turn, message, text) {
  $('.head', turn).replaceChildren();
  const box = document.createElement('p'), words = document.createElement('span'), again = document.createElement('button');
  box.className = 'notice bad';
  words.textContent = message;
  again.type = 'button';
  again.textContent = 'Prøv igen';
  again.addEventListener('click', () => { turn.remove(); ask(text); field.focus(); });
  box.append(words, again);
  $('.text', turn).append(box);
}

const painters = {
  status: (turn, text) => step(turn, text),
  block: (turn, { index, html }) => {
    const text = $('.text', turn);
    while (text.children.length <= index) text.append(document.createElement('div'));
    text.children[index].innerHTML = html;
  },
  done: (turn, data) => {
    turn.id = `svar-${data.answer_id}`;
    turn.dataset.answer = data.answer_id;
    $('.head', turn).innerHTML = data.head;
    $('.tail', turn).innerHTML = data.tail;
    revealTools(turn);
    form.elements.samtale.value = data.conversation_id;
    history.replaceState(null, '', `/samtaler/${data.conversation_id}`);
    say(data.message);
    answered(turn);
  },
  suggestions: (turn, html) => { $('.follow-ups', turn)?.remove(); $('.tail', turn).insertAdjacentHTML('beforeend', html); },
};

function answered(turn) {
  $('.answer', turn).removeAttribute('aria-busy');
  running = null;
  setRunning(false);
}

async function ask(text) {
  if (running) return;
  const body = new URLSearchParams(new FormData(form));
  body.set('spoergsmaal', text);
  const turn = newTurn(text);
  $('.answer', turn).setAttribute('aria-busy', 'true');
  step(turn, boxes.some(box => box.checked) ? 'Søger i de valgte dokumenter …' : form.dataset.searching);
  const mine = running = new AbortController();
  setRunning(true);
  field.value = '';
  let finished = false;
  try {
    const response = await fetch(form.action, { method: 'POST', body, signal: mine.signal, headers: { accept: 'text/event-stream' } });
    if (!response.ok) throw new Error((await response.json()).error, { cause: 'server' });
    for await (const [name, data] of events(response)) {
      if (name === 'error') throw new Error(data.error, { cause: 'server' });
      painters[name]?.(turn, data);
      finished ||= name === 'done';
    }
    if (!finished) throw new Error('broken');
  } catch (error) {
    if (finished) return;
    if (error.name === 'AbortError') step(turn, 'Stoppet af dig. Svaret er ikke færdigt.');
    else {
      const message = error.cause === 'server' ? error.message : 'Forbindelsen blev afbrudt. Prøv igen.';
      fail(turn, message, text);
      say(message);
    }
  } finally {
    if (running === mine) answered(turn);
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const text = field.value.trim();
  if (text) ask(text);
});
field.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
});
$('#stop').addEventListener('click', () => { running?.abort(); field.focus(); });
document.addEventListener('keydown', event => {
  if (document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') running?.abort();
  if (event.key === '/' && !/TEXTAREA|INPUT|SELECT/.test(document.activeElement.tagName)) { event.preventDefault(); field.focus(); }
});
document.addEventListener('click', event => {
  const link = event.target.closest('[data-ask]');
  if (!link || event.ctrlKey || event.metaKey || event.button !== 0) return;
  event.preventDefault();
  if (!$('#panel').hidden) closePanel();
  ask(link.textContent.trim());
  field.focus();
});

document.addEventListener('click', event => {
  const link = event.target.closest('[data-edit]');
  if (!link || event.ctrlKey || event.metaKey || event.button !== 0) return;
  event.preventDefault();
  field.value = new URL(link.href).searchParams.get('spoergsmaal');
  field.focus();
});

// Scope: the boxes belong to the form, so what is ticked is sent with every question.
const boxes = [...scope.querySelectorAll('input')];
const plural = { projekt: 'projekter', tema: 'temaer', kommune: 'kommuner', dokument: 'dokumenter', art: 'slags', aar: 'år' };
function summarise() {
  const groups = Object.entries(plural).map(([name, many]) => {
    const on = boxes.filter(b => b.name === name && b.checked);
    return on.length > 1 ? `${on.length} ${many}` : on[0]?.dataset.label;
  });
  $('#scope-summary').textContent = groups.filter(Boolean).join(' · ') || 'Alle dokumenter';
}
scope.addEventListener('change', summarise);
scope.addEventListener('keydown', event => { if (event.key === 'Enter' && event.target.matches('input')) { event.preventDefault(); scope.close(); } });
scope.addEventListener('click', event => {
  const action = event.target.closest('[data-scope]')?.dataset.scope;
  if (action === 'clear') { boxes.forEach(b => { b.checked = false; }); summarise(); }
  if (action) scope.close();
});
scope.addEventListener('close', () => $('#scope-open').focus());
$('#scope-open').addEventListener('click', () => scope.showModal());

// Earlier conversations, in a drawer whose script comes when it is first opened.
$('#talks-open').addEventListener('click', async () => { await (await import('./talks.js')).open(); });
$('#talks-close').addEventListener('click', () => talks.close());
talks.addEventListener('close', () => $('#talks-open').focus());
for (const id of ['scope-open', 'talks-open']) $(`#${id}`).hidden = false;
if (!$('.turn') && matchMedia('(pointer: fine)').matches) field.focus({ preventScroll: true });
document.querySelector('.turn:last-of-type')?.scrollIntoView({ block: 'start' });
