package otus.server.app.filters.headers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.filters.FilterRequest;
import otus.server.app.filters.TestFilter;

class ErrorPageTest {
  private static final ErrorPageProvider ERROR_PAGE = new ErrorPageProvider();

  @TempDir Path directory;

  private Path page;

  @BeforeEach
  void write() throws Exception {
    page = Files.writeString(directory.resolve("page.html"), "<p>Sorry");
  }

  private TestFilter filter(String code) {
    return TestFilter.filter(ERROR_PAGE, "code=" + code, "file=" + page);
  }

  @Test
  void empty_response_gets_the_page_and_keeps_status_and_headers() throws Exception {
    Response missing = Response.of(Status.NOT_FOUND).withHeader("Allow", "GET");
    Response response = filter("404").answer(FilterRequest.get(), missing);
    assertEquals(Status.NOT_FOUND, response.status());
    assertEquals(
        Headers.of(
            "Allow",
            "GET",
            "Content-Type",
            "text/html; charset=utf-8",
            "X-Content-Type-Options",
            "nosniff"),
        response.headers());
    assertEquals(ByteBuffer.wrap("<p>Sorry".getBytes()), ((Body.Bytes) response.body()).buffer());
  }

  @Test
  void response_with_a_body_keeps_it() throws Exception {
    Response known = Response.text(Status.NOT_FOUND, "{}");
    assertSame(known, filter("404").answer(FilterRequest.get(), known));
    Response empty = Response.of(Status.NOT_FOUND).withHeader("Content-Type", "text/css");
    assertSame(empty, filter("404").answer(FilterRequest.get(), empty));
  }

  @ParameterizedTest
  @CsvSource({
    "404, 404, true",
    "404, 403, false",
    "404, 200, false",
    "4xx, 400, true",
    "4xx, 499, true",
    "4xx, 500, false",
    "5xx, 500, true",
    "5xx, 599, true",
    "5xx, 499, false",
    "4xx, 304, false",
  })
  void page_applies_to_its_codes(String code, int status, boolean filled) throws Exception {
    Response response = filter(code).answer(FilterRequest.get(), Response.of(new Status(status)));
    assertEquals(filled, response.body().length() > 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"399", "600", "200", "6xx", "3xx", "40", "4040", "+40", "x", "4XX", "٤٠٤"})
  void code_that_is_no_error_is_rejected(String code) {
    assertEquals(
        "the code must be 400 to 599, 4xx or 5xx, not " + code,
        TestFilter.usageError(ERROR_PAGE, "code=" + code, "file=" + page));
  }

  @Test
  void unsuitable_file_is_rejected() throws Exception {
    Path none = directory.resolve("none.html");
    assertEquals("no such file: " + none, usageError(none));
    Path directoryNamed = Files.createDirectory(directory.resolve("folder.html"));
    assertEquals("no such file: " + directoryNamed, usageError(directoryNamed));
    Path empty = Files.createFile(directory.resolve("empty.html"));
    assertEquals(
        "an error page must have 1 byte to 1 MiB; " + empty + " is not", usageError(empty));
    Path large = Files.write(directory.resolve("large.txt"), new byte[(1 << 20) + 1]);
    assertEquals(
        "an error page must have 1 byte to 1 MiB; " + large + " is not", usageError(large));
    Path strange = Files.writeString(directory.resolve("page.docx"), "x");
    assertEquals(
        "an error page must be .html, .xhtml, .txt, .json, .xml or .svg, not " + strange,
        usageError(strange));
  }

  private static String usageError(Path file) {
    return TestFilter.usageError(ERROR_PAGE, "code=404", "file=" + file);
  }

  @Test
  void page_may_have_1_MiB() throws Exception {
    page = Files.write(directory.resolve("PAGE.TXT"), new byte[1 << 20]);
    Response response = filter("500").answer(FilterRequest.get(), Response.of(new Status(500)));
    assertEquals(1 << 20, response.body().length());
    assertEquals("text/plain; charset=utf-8", response.headers().first("Content-Type"));
  }

  @ParameterizedTest
  @CsvSource({
    "page.txt, grün, UTF-8, text/plain; charset=utf-8",
    "page.htm, grün, UTF-8, text/html; charset=utf-8",
    "page.htm, grün, ISO-8859-1, text/html",
    "page.svg, grün, UTF-8, image/svg+xml",
    "page.json, grün, UTF-8, application/json",
  })
  void utf_8_text_has_a_charset(String name, String text, String charset, String type)
      throws Exception {
    page = Files.writeString(directory.resolve(name), text, Charset.forName(charset));
    Headers headers =
        filter("404").answer(FilterRequest.get(), Response.of(Status.NOT_FOUND)).headers();
    assertEquals(Headers.of("Content-Type", type, "X-Content-Type-Options", "nosniff"), headers);
  }
}
