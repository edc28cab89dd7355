package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.app.chain.HandlerChain;

/// A filter that requires a password for one file, and all paths that lead to that file.
@Timeout(60)
class FilterOnFileTest {
  @TempDir Path directory;

  private final OutputLines out = new OutputLines();
  private final OutputLines err = new OutputLines();
  private Path site;
  private Path users;

  @BeforeEach
  void fill() throws IOException {
    site = Files.createDirectory(directory.toRealPath().resolve("site"));
    Files.createDirectories(site.resolve("docs/sub"));
    for (String name : List.of("plain", "index.html", "404.html", "app.js", "docs/index.html")) {
      Files.writeString(site.resolve(name), name);
    }
    for (String name : List.of("app.js.br", "docs/index.html.gz", "docs/other", "docs/sub/x")) {
      Files.writeString(site.resolve(name), name);
    }
    Files.createSymbolicLink(site.resolve("in"), Path.of("docs"));
    Files.createSymbolicLink(site.resolve("page"), Path.of("docs/index.html"));
    users = Files.writeString(directory.resolve("users"), "a:$2y$05$" + "a".repeat(53) + "\n");
  }

  private String status(String target, String path, String flag) {
    List<String> line = new ArrayList<>(List.of(site.toString(), "--explain", target));
    line.add("--filter=" + path + "=auth:file=" + users);
    if (flag != null) {
      line.add(flag.replace("ROOT", site.toString()));
    }
    Program program =
        new Program(
            out.stream(),
            err.stream(),
            HandlerChain::installed,
            new StopSignals(_ -> {}),
            () -> {});
    assertEquals(0, program.run(line.toArray(String[]::new)), () -> "" + err.rest());
    return out.rest().get(1).substring(0, 3);
  }

  @ParameterizedTest(name = "{1}: {0} {2}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          /docs/              ! /docs/index.html  !  ! 401
          /docs/index.html    ! /docs/index.html  !  ! 401
          /in/                ! /docs/index.html  !  ! 401
          /in/index.html      ! /docs/index.html  !  ! 401
          /page               ! /docs/index.html  !  ! 401
          /page               ! /docs/index.html  ! --symlinks=follow ! 401
          /in/                ! /docs/index.html  ! --symlinks=follow ! 401
          /docs/index.html.gz ! /docs/index.html  !  ! 401
          /in/index.html.gz   ! /docs/index.html  !  ! 401
          /docs/              ! /docs/index.html  ! --header=Accept-Encoding:gzip ! 401
          /docs/              ! /docs/index.html  ! --header=If-None-Match:*      ! 401
          /docs/              ! /docs/index.html  ! --header=Range:bytes=9999-    ! 401
          /docs/other         ! /docs/index.html  !  ! 200
          /plain              ! /docs/index.html  !  ! 200
          /                   ! /docs/index.html  !  ! 200
          /docs               ! /docs/index.html  !  ! 301
          /nothing            ! /docs/index.html  !  ! 404
          /docs/              ! /docs/other       !  ! 200
          /                   ! /index.html       !  ! 401
          /users/4            ! /index.html       ! --spa ! 401
          /users/4            ! /index.html       !       ! 404
          /nothing            ! /404.html         !       ! 401
          /nothing            ! /plain            ! --not-found=plain ! 401
          /app.js             ! /app.js.br        ! --header=Accept-Encoding:br ! 401
          /app.js             ! /app.js.br        !       ! 200
          /in/sub/x           ! /docs/sub         !       ! 401
          /in/sub/            ! /docs/sub         ! --listing ! 401
          /in/sub/            ! /docs/sub         ! --symlinks=deny ! 404
          /docs/sub/x         ! /docs/index.html  ! --listing ! 200
          /m/docs/            ! /m/docs/index.html ! --mount=/m=static:root=ROOT ! 401
          /docs/              ! /m/docs/index.html ! --mount=/m=static:root=ROOT ! 200
          /m/docs/            ! /docs/index.html  ! --mount=/m=static:root=ROOT ! 200
          """)
  void filter_on_a_file_applies_to_all_paths_that_serve_it(
      String target, String path, String flag, String status) {
    assertEquals(status, status(target, path, flag));
  }
}
