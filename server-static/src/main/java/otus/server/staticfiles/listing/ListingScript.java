package otus.server.staticfiles.listing;

/// The script of a listing, which is complete without it. Constants only: the
/// Content-Security-Policy of the page allows this one script by its hash, so no name of a file can
/// become another one.
///
/// It shows times in the zone of the reader, who otherwise sees UTC, and filters the rows while the
/// reader types, if the page contains all entries that the text can select; otherwise the reader
/// presses Enter, as without the script.
final class ListingScript {
  static final String JS =
      """

      "use strict";
      (() => {
        const two = number => String(number).padStart(2, "0");
        for (const time of document.querySelectorAll("td time")) {
          const at = new Date(time.dateTime.replace(" ", "T"));
          if (isNaN(at)) continue;
          time.title = time.dateTime;
          time.firstChild.data = String(at.getFullYear()).padStart(4, "0") + "-"
            + two(at.getMonth() + 1) + "-" + two(at.getDate());
          time.lastChild.textContent = " " + two(at.getHours()) + ":" + two(at.getMinutes());
        }
        const zone = document.querySelector("thead i");
        if (zone) {
          zone.textContent = "";
          zone.parentNode.title = Intl.DateTimeFormat().resolvedOptions().timeZone || "local time";
        }
        const field = document.querySelector("input[name=filter]");
        const links = Array.from(document.querySelectorAll("tbody a[dir]"));
        if (!field || "cut" in field.dataset) return;
        const fold = text => text.toLowerCase().normalize();
        const served = fold(field.defaultValue);
        const names = links.map(
          link => fold(decodeURIComponent(link.getAttribute("href")).replace(/[/]$/, "")));
        const rows = links.map(link => link.closest("tr"));
        const state = document.getElementById("shown");
        const filter = () => {
          const text = fold(field.value.trim());
          const here = text.includes(served);
          let shown = 0;
          names.forEach((name, i) => {
            rows[i].hidden = here && !name.includes(text);
            shown += !rows[i].hidden;
          });
          state.textContent = here ? (text === served ? "" : shown + " shown") : "Press Enter";
        };
        field.addEventListener("input", filter);
        filter();
      })();
      """;

  /// The hash of [#JS] for `script-src`; a test computes it too.
  static final String HASH = "sha256-QdUZyemoylfzSfSTM3tim12jouMSKSTH/HAggC34Cgw=";

  private ListingScript() {}
}
