// Follows a run on its page; without it the page says the same after a reload. EventSource comes back by itself.
const place = document.getElementById("progress");
const bar = place?.querySelector("progress");

if (place && bar) {
  const events = new EventSource(`/kvalitet/${place.dataset.number}/fremdrift`);
  events.addEventListener("progress", ({ data }) => {
    const { done, text } = JSON.parse(data);
    bar.value = done;
    place.querySelector("span").textContent = text;
  });
  events.addEventListener("done", () => { events.close(); location.reload(); });
}
