package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html",
    "a.css, text/css",
    "a.js, text/javascript",
    "a.mjs, text/javascript",
    "a.jpg, image/jpeg",
    "a.jpeg, image/jpeg",
    "a.png, image/png",
    "a.gif, image/gif",
    "a.swf, application/x-shockwave-flash",
    "a.txt, text/plain",
    "a.json, application/json",
    "a.map, application/json",
    "a.webmanifest, application/manifest+json",
    "a.svg, image/svg+xml",
    "a.avif, image/avif",
    "a.webp, image/webp",
    "a.ico, image/vnd.microsoft.icon",
    "a.wasm, application/wasm",
    "a.woff, font/woff",
    "a.woff2, font/woff2",
    "a.ttf, font/ttf",
    "a.otf, font/otf",
    "a.mp4, video/mp4",
    "a.webm, video/webm",
    "a.ts, video/mp2t",
    "a.mp3, audio/mpeg",
    "a.pdf, application/pdf",
    "a.xml, application/xml",
    "a.zip, application/zip",
    "a.tar.gz, application/gzip",
    "a.HTML, text/html",
    "a.JpG, image/jpeg",
    "text..txt, text/plain",
    "a.b.c.css, text/css",
    "a.unheard-of, application/octet-stream",
    "html, application/octet-stream",
    "a., application/octet-stream",
    "a.html~, application/octet-stream",
    "'a.html ', application/octet-stream",
  })
  void the_extension_decides(String name, String type) {
    assertEquals(type, MediaTypes.of(name));
  }

  @Test
  void several_hundred_are_known() {
    assertTrue(MediaTypes.count() > 500, () -> MediaTypes.count() + " only");
  }
}
