// Forms whose work takes its time: sends them, shows how far it has come, and each file as it is done.
import { events } from './app.js';
const status = document.getElementById('status'), bar = document.getElementById('bar'), result = document.getElementById('result');
const HEAD = '<div class="table" role="region" aria-label="Filer" tabindex="0"><table class="stack"><caption class="sr">Filer, der er læst</caption><thead><tr><th scope="col">Fil</th><th scope="col">Status</th><th scope="col">Sider</th><th scope="col">Afsnit</th><th scope="col">Uddrag</th><th scope="col">Bemærk</th></tr></thead><tbody></tbody></table></div>';

const handlers = {
  progress: ({ text, done, total }) => {
    status.textContent = text;
    if (total) { bar.max = total; bar.value = done; } else bar.removeAttribute('value');
  },
  file: ({ html }) => {
    if (!result.querySelector('tbody')) result.innerHTML = HEAD;
    result.querySelector('tbody').insertAdjacentHTML('beforeend', html);
  },
  done: ({ html }, form) => { result.innerHTML = html; status.textContent = 'Færdig.'; if (form.querySelector('[type=file]')) form.reset(); },
  error: ({ error }) => { throw new Error(error, { cause: 'server' }); },
};

async function send(form) {
  const button = form.querySelector('button');
  const named = form.enctype === 'multipart/form-data' ? new FormData(form) : new URLSearchParams(new FormData(form));
  button.disabled = true;
  bar.hidden = false;
  bar.removeAttribute('value');
  result.replaceChildren();
  status.textContent = form.querySelector('[type=file]') ? 'Sender …' : 'Går i gang …';
  status.scrollIntoView({ block: 'nearest' });
  try {
    const response = await fetch(form.action, { method: 'POST', body: named, headers: { accept: 'text/event-stream' } });
    if (!response.ok) throw new Error((await response.json()).error, { cause: 'server' });
    for await (const [name, data] of events(response)) handlers[name]?.(data, form);
  } catch (error) {
    status.textContent = error.cause === 'server' ? error.message : 'Forbindelsen blev afbrudt. Se under Dokumenter, hvor langt arbejdet nåede.';
  } finally {
    bar.hidden = true;
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll('form[data-job]')) {
  form.addEventListener('submit', event => { event.preventDefault(); send(form); });
}
const drop = document.querySelector('form[data-drop]');
drop?.addEventListener('dragover', event => { event.preventDefault(); drop.classList.add('over'); });
drop?.addEventListener('dragleave', () => drop.classList.remove('over'));
drop?.addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('over');
  document.getElementById(drop.dataset.drop).files = event.dataTransfer.files;
  send(drop);
});
