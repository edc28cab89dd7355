package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.chain.HandlerChain;
import otus.server.app.chain.TestProvider;
import otus.server.app.plugin.Registries;

/// The program with `--explain`, with a real directory and the static handler.
@Timeout(60)
class ExplainTest {
  private static final Instant OLD = Instant.parse("2024-01-02T03:04:05.5Z");

  @TempDir Path directory;

  private final OutputLines out = new OutputLines();
  private final OutputLines err = new OutputLines();
  private Path site;

  @BeforeEach
  void fill() throws IOException {
    site = Files.createDirectory(directory.toRealPath().resolve("site"));
    Files.createDirectory(site.resolve("docs"));
    Files.createDirectory(site.resolve("empty"));
    write("app.js", OLD);
    write("app.js.br", OLD);
    write("app.js.gz", OLD.minusSeconds(1));
    write("main.3f2a9c1b.css", OLD);
    write("plain", OLD);
    write("built", Instant.EPOCH);
    write("large", OLD);
    Files.writeString(site.resolve("utf-8.txt"), "caf\u00e9");
    Files.writeString(site.resolve("utf-8"), "caf\u00e9");
    Files.writeString(site.resolve("large"), "x".repeat(300));
    write("index.html", OLD);
    write("docs/index.html", OLD);
    write(".env", OLD);
    write("../secret", OLD);
    Files.createSymbolicLink(site.resolve("out"), directory.resolve("secret"));
    Files.createSymbolicLink(site.resolve("in"), Path.of("docs"));
    Files.createSymbolicLink(site.resolve("astray"), Path.of("nowhere"));
    Files.createSymbolicLink(site.resolve("docs/astray"), Path.of("nowhere"));
  }

  private void write(String name, Instant modified) throws IOException {
    Path file = site.resolve(name);
    Files.writeString(file, name);
    Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private int run(Registries registries, String target, String... flags) {
    List<String> line = new ArrayList<>(List.of(site.toString(), "--explain", target));
    line.addAll(List.of(flags));
    return new Program(
            out.stream(), err.stream(), () -> registries, new StopSignals(_ -> {}), () -> {})
        .run(line.toArray(String[]::new));
  }

  private List<String> explained(String target, String... flags) {
    assertEquals(0, run(HandlerChain.installed(), target, flags));
    assertEquals(List.of(), err.rest());
    List<String> lines = out.rest();
    assertEquals("GET " + target, lines.getFirst());
    return lines.stream().map(line -> line.strip().replaceAll(" {3,}", " | ")).toList();
  }

  private static void assertHas(String line, List<String> lines) {
    assertTrue(lines.contains(line), () -> line + "\nis not in\n" + String.join("\n", lines));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          /app.js      ! 200 OK | app.js is a file in ROOT
          /docs        ! 301 Moved Permanently | it is a directory, and the path does not end with a slash
          /docs/       ! 200 OK | docs/index.html is a file in ROOT
          /in/         ! 200 OK | in/index.html is a file in ROOT
          /nothing     ! 404 Not Found | nothing does not exist
          /docs/a/b    ! 404 Not Found | docs/a does not exist
          /app.js/     ! 404 Not Found | app.js is not a directory
          /app.js/x    ! 404 Not Found | app.js is not a directory
          /.env        ! 404 Not Found | .env begins with a dot, and --hidden is off; only /.well-known/ is served nevertheless
          /caf%E9      ! 404 Not Found | caf%E9 cannot be the name of a file: it is too long, or not UTF-8
          /docs%2F     ! 200 OK | docs/index.html is a file in ROOT
          /out         ! 404 Not Found | out is a symbolic link out of the root, which requires --symlinks follow
          /out/x       ! 404 Not Found | out is a symbolic link out of the root, which requires --symlinks follow
          /in/no       ! 404 Not Found | in/no does not exist
          /in/index.html/x ! 404 Not Found | in/index.html is not a directory
          /in/astray/x ! 404 Not Found | in/astray is a broken or circular symbolic link
          /astray      ! 404 Not Found | astray is a broken or circular symbolic link
          /empty/      ! 404 Not Found | empty/index.html does not exist (--index)
          /%zz         ! 400 Bad Request | refused before any handler: bad encoding (RFC 3986 §2.1)
          /../x        ! 400 Bad Request | refused before any handler: path above root (RFC 3986 §5.2.4)
          a b          ! 400 Bad Request | refused before any handler: bad version (RFC 9112 §2.3)
          """)
  void status_has_its_reason(String target, String line) {
    assertEquals(line.replace("ROOT", site.toString()), explained(target).get(1));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          /.env    ! --hidden         ! 200 OK | .env is a file in ROOT
          /in/     ! --symlinks=deny  ! 404 Not Found | in is a symbolic link, and --symlinks deny follows no links
          /out     ! --symlinks=follow ! 200 OK | out is a file in ROOT
          /empty/  ! --listing        ! --listing lists the directory
          /empty/  ! --listing        ! Content-Type: text/html; charset=utf-8 | JSON if the query has format=json or Accept prefers it; otherwise HTML
          /users/4 ! --spa            ! --spa answers for it
          /x.png   ! --spa            ! --spa does not answer for it: the last name has a dot, and Accept does not name text/html
          /x.png   ! --spa            ! Vary: Accept, Sec-Fetch-Dest | --spa depends on Accept, Sec-Fetch-Dest
          /x.y     ! --spa --header=Accept:text/html ! --spa answers for it
          /x.png   ! --spa --header=Accept:text/html ! --spa does not answer for it: the last name has the extension of a file
          /x.png   ! --spa --header=Sec-Fetch-Dest:image ! --spa does not answer for it: the last name has a dot, and Sec-Fetch-Dest is not document
          /nothing ! --not-found=plain ! plain is the page for missing files (--not-found) in ROOT
          /nothing ! --not-found=     ! no handler answers
          /plain   ! --header=If-None-Match:*  ! If-None-Match has the entity tag of the file, or any
          /plain   ! --header=If-None-Match:*  ! 304 Not Modified | plain is a file in ROOT
          /plain   ! --header=Range:bytes=1- ! 206 Partial Content | plain is a file in ROOT
          /plain   ! --header=If-Match:"x"   ! If-Match does not have the entity tag of the file
          /plain   ! --header=Range:bytes=1- ! Range requests a part of the file
          /plain   ! --header=Range:bytes=9- ! the file has no byte in the requested range
          /plain   ! --header=Range:bytes=9- ! Content-Range: bytes */5
          /plain   ! --header=Range:x        ! Range is ignored: it is invalid
          /plain   ! --header=Host:a b       ! 400 Bad Request | refused before any handler: bad host (RFC 9112 §3.2)
          /plain   ! --header=Connection:close ! Connection: close | by the server
          /plain   !                  ! Content-Type: text/plain | no type is known for this name, but all of the content is text
          /plain   ! --default-type=application/octet-stream ! Content-Type: application/octet-stream | no type is known for this name (--default-type)
          /utf-8.txt !            ! Content-Type: text/plain; charset=utf-8 | the type of this extension, and the content is in UTF-8
          /utf-8 !                ! Content-Type: text/plain; charset=utf-8 | no type is known for this name, but all of the content is text, and the content is in UTF-8
          /utf-8.txt ! --charset=none ! Content-Type: text/plain | the type of this extension
          /app.js  !                  ! Content-Type: text/javascript | the type of this extension
          /docs/index ! --clean-urls ! 200 OK | docs/index.html is a file in ROOT
          /nothing ! --clean-urls     ! 404 Not Found | nothing does not exist; nothing.html does not exist (--clean-urls)
          /docs/index.html ! --clean-urls=redirect ! 301 Moved Permanently | --clean-urls=redirect redirects to the shorter URL
          /docs/index.html ! --clean-urls=redirect ! Location: ./
          /plain   ! --default-type=text/plain ! Content-Type: text/plain | no type is known for this name (--default-type)
          /app.js.br ! --type=js.br=text/javascript;br ! Content-Type: text/javascript | the rule js.br of --type
          /app.js.br ! --type=js.br=text/javascript;br ! Content-Encoding: br | the rule js.br of --type
          /in/a/b  ! --symlinks=follow ! 404 Not Found | in/a/b does not exist
          /empty/  ! --index=a.html,b.html ! 404 Not Found | empty/a.html does not exist (--index); empty/b.html does not exist (--index)
          /nothing/ ! --index=a.html,b.html ! 404 Not Found | nothing does not exist
          /users/4 ! --spa=docs       ! the page of --spa: it is a directory, and the path does not end with a slash
          /plain   ! --header=If-Modified-Since:x ! If-Modified-Since is ignored: it or the file has no valid date
          /plain   ! --header=Range:bytes=0-0,4-4 ! Range requests a part of the file
          /large   ! --header=Range:bytes=0-99,200-299 ! Range is ignored: the parts are larger than the whole file
          /plain   ! --immutable      ! (no Cache-Control) | no rule of --cache-control matches, and the name has no hash (--immutable)
          /plain   !                  ! Content-Length: 5 | by the server
          /plain   !                  ! (no Content-Encoding) | there is no precompressed file (.br, .zst or .gz)
          /app.js  ! --charset=utf-8  ! Content-Type: text/javascript; charset=utf-8 | the type of this extension, and --charset for text
          /app.js  ! --header=Accept-Encoding:br ! Content-Encoding: br | app.js.br exists, is not older than its original, and Accept-Encoding prefers it
          /app.js  ! --header=Accept-Encoding:br ! Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT | the time of app.js.br
          /app.js  !                  ! Vary: Accept-Encoding | there are precompressed files for app.js
          /app.js  !                  ! (no Content-Encoding) | app.js.br exists, but the request has no Accept-Encoding
          /app.js  !                  ! app.js.gz exists, but is older than its original
          /app.js  ! --header=Accept-Encoding:br;q=0 ! (no Content-Encoding) | app.js.br exists, but Accept-Encoding excludes it or prefers another one
          /app.js  ! --no-precompressed ! (no Content-Encoding) | --precompressed is off
          /app.js  ! --cache-control=*.js=no-cache ! Cache-Control: no-cache | the rule *.js of --cache-control
          /plain   ! --cache-control=*.js=no-cache ! (no Cache-Control) | no rule of --cache-control matches, and --immutable is off
          /main.3f2a9c1b.css ! --immutable ! Cache-Control: max-age=31536000, immutable | the name has a hash of the content (--immutable)
          /nothing ! --not-found=     ! Content-Type: text/html; charset=utf-8 | by the server
          /plain   ! --security-headers ! X-Frame-Options: SAMEORIGIN | --security-headers
          /plain   ! --cors           ! Access-Control-Allow-Origin: * | --cors
          /built   !                  ! (no Last-Modified) | the time of built is that of most files, as builds set it, or out of range
          /plain   ! --filter=header:name=ETag ! (no ETag) | the content of plain
          /plain   ! --filter=header:name=ETag ! removed by --filter header
          /plain   ! --filter=header:name=X-A,value=b ! X-A: b | --filter header
          /docs/   ! --mount=/docs=static:root=ROOT ! 200 OK | index.html is a file in ROOT
          /docs/   ! --mount=/docs=static:root=ROOT ! --mount /docs answers
          /docs/no ! --mount=/docs=static:root=ROOT ! --mount /docs declines
          /plain   ! --header=Host:evil.example ! 421 Misdirected Request | the host evil.example is not allowed: --allowed-hosts
          /plain   ! --header=Host:[::1]:80     ! 200 OK | plain is a file in ROOT
          /plain   ! --allowed-hosts=a.example  ! 200 OK | plain is a file in ROOT
          http://a.example/plain ! --allowed-hosts=a.example ! 200 OK | plain is a file in ROOT
          http://b.example/plain ! --allowed-hosts=a.example ! 421 Misdirected Request | the host b.example is not allowed: --allowed-hosts
          http://127.0.0.1/plain ! --https-redirect=443 ! 308 Permanent Redirect | --https-redirect answers itself without calling a handler
          https://127.0.0.1/plain ! --https-redirect=443 ! 200 OK | plain is a file in ROOT
          https://127.0.0.1:443/plain ! --port=443 ! 200 OK | plain is a file in ROOT
          https://127.0.0.1/plain ! --hsts=1d ! Strict-Transport-Security: max-age=86400 | --hsts
          """)
  void each_header_has_its_reason(String target, String flag, String line) {
    String[] flags =
        flag == null ? new String[0] : flag.replace("ROOT", "" + site).split(" (?=--)");
    assertHas(line.replace("ROOT", site.toString()), explained(target, flags));
  }

  @ParameterizedTest
  @CsvSource({
    "http://www.example.org:80/plain, no site has the host www.example.org:80: it has the site"
        + " default",
    "http://www.example.org:9000/plain, the host www.example.org:9000 has the site 127.0.0.1:9000",
    "http://127.0.0.1:9000/plain, the host 127.0.0.1:9000 has the site 127.0.0.1:9000",
    "http://unix:/run/x.sock:/plain, the host localhost has the site localhost@unix:/run/x.sock",
    "http://b.example/plain, 'the host b.example has the site a.example (a.example, b.example)'",
    "/plain, no site has the host localhost: it has the site default",
  })
  void url_selects_the_sites_of_a_listener(String target, String reason) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("otus.toml"),
            """
            port = 80
            [[site]]
            listen = "127.0.0.1:9000"
            root = "site"
            [[site]]
            hosts = "localhost"
            listen = "unix:/run/x.sock"
            root = "site"
            [[site]]
            hosts = ["a.example", "b.example"]
            root = "site"
            """);
    run(HandlerChain.installed(), target, "--config", file.toString(), "--allowed-hosts=*");
    assertTrue(out.rest().stream().anyMatch(line -> line.contains(reason)), reason);
  }

  @Test
  void impossible_port_is_named() {
    assertEquals(2, run(HandlerChain.installed(), "http://x:99999/"));
    assertEquals(
        List.of("otus-server: --explain http://x:99999/: invalid port (0 to 65535): 99999"),
        err.rest());
  }

  @Test
  void filter_that_answers_itself_is_named() throws IOException {
    Path users = Files.writeString(directory.resolve("users"), "a:$2y$05$" + "a".repeat(53) + "\n");
    List<String> lines = explained("/plain", "--auth-file", users.toString());
    assertEquals(
        "401 Unauthorized | --auth-file answers itself without calling a handler", lines.get(1));
    assertTrue(
        lines.stream()
            .anyMatch(l -> l.startsWith("WWW-Authenticate: ") && l.endsWith("--auth-file")),
        lines::toString);
  }

  @Test
  void range_that_compression_forbids_is_named() {
    List<String> lines =
        explained(
            "/plain",
            "--compress",
            "--header=Accept-Encoding: gzip",
            "--header=Range: bytes=0-1",
            "--header=If-Range: Sun, 06 Nov 1994 08:49:37 GMT");
    assertEquals(
        "200 OK | Range is ignored: If-Range is a date, and the compressed body has the same",
        lines.get(1));
  }

  @Test
  void fifo_is_not_opened() throws Exception {
    Process made = new ProcessBuilder("mkfifo", site.resolve("pipe").toString()).start();
    assertEquals(0, made.waitFor());
    assertEquals(
        "404 Not Found | pipe is neither a file nor a directory; pipes, sockets and devices are"
            + " never opened",
        explained("/pipe").get(1));
  }

  @Test
  void handlers_without_reasons_are_reported_and_their_bodies_closed() {
    List<String> done = new ArrayList<>();
    Handler silent = _ -> Response.text(Status.OK, "Hello!\n");
    assertEquals(List.of("200 OK | the directory at / answers"), status(silent, done));
    assertEquals(
        List.of("500 Internal Server Error | a handler or filter failed, see the log"),
        status(
            _ -> {
              throw new IllegalStateException("expected in this test's log");
            },
            done));
    Handler speaking =
        request -> {
          assertTrue(request.withTarget(request.target()).explanation().isOn());
          request.withHeaders(request.headers()).explanation().because("it is \u001b[1mnoon\n");
          return Response.of(Status.OK);
        };
    assertEquals(List.of("200 OK | it is \\u001b[1mnoon\\n"), status(speaking, done));
    assertEquals(List.of("closed", "closed", "closed"), done);
  }

  private List<String> status(Handler handler, List<String> done) {
    Registries registries =
        TestProvider.inPlaceOfStatic(
            context -> {
              context.onShutdown(() -> done.add("closed"));
              return handler;
            });
    assertEquals(0, run(registries, "/"));
    return Stream.of(out.rest().get(1).replaceAll(" {3,}", " | ")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          /     ! --header=x                  ! --header must be 'Name: value', not 'x'
          ''    ! --header=x:y                ! --explain must be a path such as /a/b.html, not ''
          /     ! --header=Content-Length: 5  ! --explain sends a GET without a body: remove Content-Length: 5
          http://a.example:81/x ! --port=80   ! --explain: the server does not listen on 81
          http://[::1]:80/x     ! --port=80   ! --explain: the server does not listen on [::1]:80
          /     ! --symlinks=x         ! the option symlinks must be one of deny, inside, follow, not 'x'
          """)
  void usage_error_is_one_line(String target, String flag, String message) {
    assertEquals(2, run(HandlerChain.installed(), target, flag));
    assertEquals(List.of("otus-server: " + message), err.rest());
    assertEquals(List.of(), out.rest());
  }
}
