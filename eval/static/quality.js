// Follows a run on its page; without it the page says the same after a reload.
const place = document.getElementById("progress");
const bar = place?.querySelector("progress");

async function follow() {
  const answer = await fetch(`/kvalitet/${place.dataset.number}/status`);
  if (!answer.ok) throw new Error(answer.statusText);
  const { done, total, state } = await answer.json();
  if (state !== "waiting") return location.reload();
  bar.value = done;
  bar.previousSibling.textContent = `${done} af ${total}`;
  setTimeout(follow, 1000);
}

if (place && bar) setTimeout(follow, 500);
