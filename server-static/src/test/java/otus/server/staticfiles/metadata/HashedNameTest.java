package otus.server.staticfiles.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names made by build tools, and names made by people.
class HashedNameTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "main.3f2a9c1b.js, true",
    "main.3f2a9c1b5e7d8f901234.js, true",
    "main.3f2a9c1b.chunk.js, true",
    "main.3f2a9c1b.js.map, true",
    "main.3f2a9c1b.min.css, true",
    "app-d41d8cd98f00b204e9800998ecf8427e.css, true",
    "base.27e20196a850.js, true",
    "style.e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855.css, true",
    "123.abcdef01.js, true",
    "vendor~main.0a1b2c3d.js, true",
    "a-b-c-0a1b2c3d.woff2, true",
    "jquery-3.7.1.min.js, false",
    "bootstrap.bundle.min.js, false",
    "photo-20240131.jpg, false",
    "photo-20240131a.jpg, false",
    "photo.19991231b.jpg, false",
    "IMG-20240131-WA0001.jpg, false",
    "report-december.pdf, false",
    "report-deadbeef.pdf, false",
    "invoice-12345678.pdf, false",
    "release-v20240131.zip, false",
    "setup-Windows10.exe, false",
    "notes-OpenSSL3.txt, false",
    "tool-linuxamd64.tar, false",
    "main.3F2A9C1B.js, false",
    "index-DiwrgTda.js, false",
    "app-3DFSU7K2.js, false",
    "550e8400-e29b-41d4-a716-44665544abcd.json, false",
    "user-550e8400-e29b-41d4-a716-44665544abcd.json, false",
    "app.3f2a9c1.js, false",
    "app.3f2a9c1b, false",
    "3f2a9c1b.js, false",
    ".3f2a9c1b.js, false",
    "-3f2a9c1b.js, false",
    "app3f2a9c1b.js, false",
    "app_3f2a9c1b.js, false",
    "app.js, false",
    "app, false",
    "..., false",
    "a..b, false",
  })
  void hash_is_distinguished_from_words_and_dates(String name, boolean fingerprinted) {
    assertEquals(fingerprinted, HashedName.isIn(name));
  }
}
