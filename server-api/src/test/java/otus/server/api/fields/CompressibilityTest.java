package otus.server.api.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressibilityTest {

  @ParameterizedTest
  @CsvSource({
    "text/html;charset=utf-8, COMPRESSES",
    "' TEXT/CSS ', COMPRESSES",
    "text/event-stream, COMPRESSES",
    "application/ld+json, COMPRESSES",
    "image/svg+xml, COMPRESSES",
    "image/x-icon, COMPRESSES",
    "image/x-portable-bitmap, COMPRESSES",
    "audio/mpegurl, COMPRESSES",
    "application/wasm, COMPRESSES",
    "font/ttf, COMPRESSES",
    "application/pdf, UNKNOWN",
    "application/octet-stream, UNKNOWN",
    "image/vnd.adobe.photoshop, UNKNOWN",
    "'', UNKNOWN",
    ", UNKNOWN",
    "font/woff2, COMPRESSED",
    "image/png; a=b, COMPRESSED",
    "video/mp4, COMPRESSED",
    "audio/ogg, COMPRESSED",
    "application/zip, COMPRESSED",
    "application/epub+zip, COMPRESSED",
    "application/vnd.oasis.opendocument.text, COMPRESSED",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document, COMPRESSED",
  })
  void type_compresses_or_is_compressed(String contentType, Compressibility expected) {
    assertEquals(expected, Compressibility.of(contentType));
  }
}
