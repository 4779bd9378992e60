// Sends the chosen or dropped files and shows how far the reading has come.
import { events } from './app.js';
const form = document.getElementById('upload'), files = document.getElementById('files');
const status = document.getElementById('status'), bar = document.getElementById('bar'), result = document.getElementById('result');

const handlers = {
  progress: ({ text, done, total }) => { status.textContent = text; bar.max = total || 1; bar.value = done; },
  done: ({ html }) => { result.innerHTML = html; status.textContent = 'Færdig.'; form.reset(); },
  error: ({ error }) => { throw new Error(error, { cause: 'server' }); },
};

async function send() {
  const button = form.querySelector('button');
  button.disabled = true;
  bar.hidden = false;
  bar.removeAttribute('value');
  result.replaceChildren();
  status.textContent = 'Sender filerne …';
  try {
    const response = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { accept: 'text/event-stream' } });
    if (!response.ok) throw new Error((await response.json()).error, { cause: 'server' });
    for await (const [name, data] of events(response)) handlers[name]?.(data);
  } catch (error) {
    status.textContent = error.cause === 'server' ? error.message : 'Forbindelsen blev afbrudt. Se under Dokumenter, om filerne nåede at komme med.';
  } finally {
    bar.hidden = true;
    button.disabled = false;
  }
}

form?.addEventListener('submit', event => { event.preventDefault(); send(); });
form?.addEventListener('dragover', event => { event.preventDefault(); form.classList.add('over'); });
form?.addEventListener('dragleave', () => form.classList.remove('over'));
form?.addEventListener('drop', event => {
  event.preventDefault();
  form.classList.remove('over');
  files.files = event.dataTransfer.files;
  send();
});
