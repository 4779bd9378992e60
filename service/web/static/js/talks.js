// The drawer of earlier conversations: the page that lists them, its forms answered in place.
const drawer = document.getElementById('talks'), body = document.getElementById('talks-body');
const said = document.getElementById('talks-said');

async function show(response) {
  const parsed = new DOMParser().parseFromString(await response.text(), 'text/html');
  const list = parsed.querySelector('#talk-list');
  if (!list) throw new Error(parsed.querySelector('.notice.bad')?.textContent.trim() || 'Det gik ikke. Prøv igen.');
  body.replaceChildren(...list.childNodes);
}

export async function open() {
  said.textContent = '';
  await show(await fetch('/samtaler', { headers: { accept: 'text/html' } }));
  drawer.showModal();
}

async function answer(form) {
  const change = form.method === 'post', fields = new URLSearchParams(new FormData(form));
  const headers = { accept: 'text/html' };
  await show(await (change ? fetch(form.action, { method: 'POST', body: fields, headers }) : fetch(`${form.action}?${fields}`, { headers })));
  if (change && `${form.action}` === `${location.origin}${location.pathname}/slet`) { location.assign('/'); return; }
  const found = body.querySelectorAll('.talks li').length;
  said.textContent = !change ? `${found} ${found === 1 ? 'samtale' : 'samtaler'} fundet.` : form.action.endsWith('/slet') ? 'Samtalen er slettet.' : 'Samtalen har fået et nyt navn.';
  (change ? document.getElementById('talks-title') : document.getElementById('talk-q')).focus();
}

drawer.addEventListener('submit', event => {
  event.preventDefault();
  answer(event.target).catch(error => { said.textContent = error.message; });
});
