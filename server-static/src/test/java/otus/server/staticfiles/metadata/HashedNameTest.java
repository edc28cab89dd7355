package otus.server.staticfiles.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /// From packages of npm: monaco-editor, n8n-editor-ui (Vite, Rollup), mermaid, excalidraw,
  /// storybook, react-router (esbuild), bull-board, verdaccio (webpack).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "index-DiwrgT4a.js",
        "AgentToolConfigModal-7bIsaNLw.js",
        "AgentView-BpTfFj2m.js",
        "posthog.store-Bc5PeJZZ.js",
        "OAuthConsentView-Cc7ZzZH9.css",
        "orderBy-B8vy0scZ.js",
        "InterVariable-Italic-FCBEiFp6.woff2",
        "KaTeX_AMS-Regular-BQhdFMY1.woff2",
        "azcli-DlDxj3-g.js",
        "css.worker-DCXZ7VSx.js",
        "clojure-Y2auQMzK.js",
        "entry.DlDxj3-g.js",
        "entry.DlDxj3-g.js.map",
        "Nunito-Regular-XRXI3I6Li01BKofiOc5wtlZ2di8HDIkhdTs3j6zbXWjgevT5.woff2",
        "blockDiagram-EFZES6E6.mjs",
        "chunk-5MVFYWFU.mjs.map",
        "architecture-7GRP2DOG-VF3XZFN6.mjs",
        "chunk-6YDLG6WW.js",
        "bn-BD-PM4AC5WG.js.map",
        "chunk-RFC7P4DG.js",
        "highlight-worker.c204f7cf33.js",
        "y4.e2bb1fc9a5.js.LICENSE.txt",
        "718.ed5161fbef340a2973e6.js",
        "Xiaolai-Regular-5d2898fbc097a7e24c6f38d80587621e.woff2",
        "framework-0a1b2c3d4e5f6a7b.js",
      })
  void hash_of_a_build_tool_is_recognised(String name) {
    assertTrue(HashedName.isIn(name));
  }

  /// Also hashes that look like words: caches check their files, which is always correct.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "index-DiwrgTda.js",
        "chunk-IMERGTTU.js",
        "chunk-2E4U76K2.mjs",
        "AgentView-BpTfFj2m.html",
        "movie-dQw4w9WgXcQ.mp4",
        "BpTfFj2m.js",
        "-BpTfFj2m.js",
        "x-BpTfFj2.js",
        "x_BpTfFj2m.js",
        "bootstrap-5.3.2.min.js",
        "jquery-3.7.1.min.js",
        "three.module.min.js",
        "some-Component.js",
        "some-COMPONENT.js",
        "my-application.js",
        "use-XMLHttpRequest.js",
        "with-HTMLElement.js",
        "lib-WebGL2Renderer.js",
        "to-Base64Url.js",
        "messages-I18nText.js",
        "view-K8sAdmin.js",
        "guide-iOS17Pro.png",
        "test-E2ETest1.js",
        "to-Md5Sha1Hash.js",
        "struct.Ipv6Addr.js",
        "scan-QRCode2D.png",
        "plug-USB3Gen2.png",
        "player-JohnDoe7.jpg",
        "convert-RGBtoHSV.js",
        "setup-Windows10.js",
        "notes-OpenSSL3.css",
        "show-S01E02HD.jpg",
        "molecule-C7H5N3O6.png",
        "convert-MP3TOWAV.js",
        "setup-WIN32X64.js",
        "lib-3DVIEWER.png",
        "lib-arm64v8a.wasm",
        "h264-1920x1080.png",
        "shot-20240131T235959Z.png",
        "shot-2024-01-31T23h59.png",
        "report-2024Q1v2.png",
        "IMG-20240101.jpg",
        "photo-12345678.jpg",
        "tel-+49-301234567.png",
        "fn.Q6_Vub_vlsr_VubR.js",
        "550E8400-E29B-41D4-A716-44665544ABCD.js",
        "a-1-B-2-c.js",
      })
  void ordinary_name_has_no_hash(String name) {
    assertFalse(HashedName.isIn(name));
  }
}
