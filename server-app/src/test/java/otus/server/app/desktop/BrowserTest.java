package otus.server.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {
  private static final String URL = "http://127.0.0.1:80/";

  @TempDir Path directory;

  private final List<String> out = Collections.synchronizedList(new ArrayList<>());

  private int open(String system, Map<String, String> environment, String... urls)
      throws Exception {
    return new Browser(environment, system, out::add).open(List.of(urls)).get(20, TimeUnit.SECONDS);
  }

  /// Writes a program that keeps its arguments, and ends with a code.
  private Map<String, String> with(String program, int code, String name, String value)
      throws Exception {
    Path file = directory.resolve(program);
    Files.writeString(
        file, "#!/bin/sh\necho \"$@\" >'" + directory + "/opened'\nexit " + code + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return Map.of("PATH", directory + ":/none", name, value);
  }

  private String opened() throws Exception {
    return Files.readString(directory.resolve("opened")).strip();
  }

  @Test
  void program_of_the_system_opens_the_first_url_that_a_browser_knows() throws Exception {
    Map<String, String> environment = with("xdg-open", 0, "DISPLAY", ":0");
    assertEquals(0, open("Linux", environment, "unix:/a", "https://0.0.0.0:443/", URL));
    assertEquals("https://localhost:443/", opened());
    assertEquals(0, open("Mac OS X", with("open", 0, "A", ""), URL));
    assertEquals(URL, opened());
    assertEquals(List.of(), out);
  }

  @Test
  void browser_of_the_environment_is_preferred() throws Exception {
    assertEquals(0, open("Linux", with("b", 0, "BROWSER", "b --tab %s:xdg-open"), URL));
    assertEquals("--tab " + URL, opened());
    assertEquals(0, open("Linux", with("b", 0, "BROWSER", directory + "/b"), URL));
    assertEquals(URL, opened());
  }

  @Test
  void failures_are_one_line_with_the_url() throws Exception {
    assertEquals(-1, open("Linux", Map.of("PATH", directory.toString()), URL));
    assertEquals(-1, open("Linux", Map.of("PATH", "/none", "WAYLAND_DISPLAY", "w"), URL));
    assertEquals(-1, open("Linux", Map.of(), "unix:/a"));
    assertEquals(3, open("Linux", with("xdg-open", 3, "DISPLAY", ":0"), URL));
    assertEquals(
        List.of(
            "--open: no browser is known, since neither BROWSER nor DISPLAY is set; open "
                + URL
                + "\n",
            "--open: there is no program xdg-open; open " + URL + "\n",
            "--open: a browser reaches no address of this server\n",
            "--open: the browser was not opened; open " + URL + "\n"),
        out);
  }
}
