"use strict";

// The commands on the page should work as they are, whatever the port.
for (const origin of document.querySelectorAll(".origin")) {
  origin.textContent = location.origin;
}

// Ask for this page again. The browser has it and asks for changes only: on the wire it is a 304.
async function showFacts(line) {
  const begin = performance.now();
  const response = await fetch(location.href, { cache: "no-cache" });
  const millis = (performance.now() - begin).toFixed(1);
  const server = response.headers.get("server") ?? "a shy server";
  line.textContent = `Asked again, ${server} answered in ${millis} ms.`;
}

const line = document.querySelector("#facts");
if (line) {
  showFacts(line).catch(() => {
    line.textContent = "Asked again, and nobody answered. Was the server stopped?";
  });
}
