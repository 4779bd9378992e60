// On every page: the reader's choice of light or dark, and what only makes sense with scripts.
const look = document.getElementById('look');
const apply = value => {
  if (value) document.documentElement.dataset.look = value;
  else delete document.documentElement.dataset.look;
};
look.addEventListener('change', () => {
  document.cookie = `udseende=${look.value}; path=/; max-age=${look.value ? 31536000 : 0}; samesite=lax`;
  apply(look.value);
});
look.closest('label').hidden = false;

// A form that filters a list sends itself when a choice is made; without scripts its button does.
for (const form of document.querySelectorAll('form[data-auto]')) {
  form.addEventListener('change', event => { if (event.target.matches('select, input[type=checkbox]')) form.requestSubmit(); });
}
document.addEventListener('click', event => {
  const button = event.target.closest('[data-confirm]');
  if (button && !window.confirm(button.dataset.confirm)) event.preventDefault();
});
// Server-sent events from a POST. EventSource can only GET, and asks again by itself.
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    buffer += value;
    for (let end; (end = buffer.indexOf('\n\n')) >= 0;) {
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const pick = name => lines.filter(l => l.startsWith(name)).map(l => l.slice(name.length).trim()).join('\n');
      if (pick('data:')) yield [pick('event:'), JSON.parse(pick('data:'))];
    }
  }
}
