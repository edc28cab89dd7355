package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.Site;
import otus.server.app.config.UsageException;

class ConfigFileTest {
  @TempDir Path directory;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectory(directory.resolve("a"));
    Files.createDirectory(directory.resolve("b"));
  }

  private Command read(String text, String... more) throws IOException {
    Path file = Files.writeString(directory.resolve("otus.toml"), text);
    String[] line = new String[more.length + 2];
    System.arraycopy(more, 0, line, 0, more.length);
    line[more.length] = "--config";
    line[more.length + 1] = file.toString();
    return CommandLine.read(line);
  }

  private Options options(String text, String... more) throws IOException {
    Command command = read(text, more);
    return assertInstanceOf(Command.Serve.class, command, command.toString()).options();
  }

  @Test
  void device_is_read_at_a_start_but_not_again() {
    String[] line = {"--config", "/dev/null", directory.toString()};
    assertInstanceOf(Command.Serve.class, CommandLine.read(line));
    UsageException refused =
        assertThrows(
            UsageException.class, () -> CommandLine.settings(Map.of(), Map.of(), _ -> {}, line));
    assertEquals("/dev/null: not a regular file, so it cannot be read again", refused.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          prot = 1                   | :1: unknown key: prot (did you mean port?)
          max_body = "1k"            | :1: unknown key: max_body (did you mean max-body?)
          zzzzzzzzzz = 1             | :1: unknown key: zzzzzzzzzz
          browse = true              | :1: unknown key: browse (write listing)
          p = 80                     | :1: unknown key: p (write port)
          --port = 80                | :1: unknown key: --port (write port)
          no-precompressed = true    | :1: unknown key: no-precompressed (write precompressed = false)
          config = "x"               | :1: config is not a setting: give it as a flag
          help = true                | :1: help is not a setting: give it as a flag
          explain = "/"              | :1: explain is not a setting: give it as a flag
          train = true               | :1: train is not a setting: give it as a flag
          limits.port = 1            | :1: unknown table: limits (the keys are in no table but [[site]])
          [limits]                   | :1: unknown table: limits (the keys are in no table but [[site]])
          [site]                     | :1: site must be a table: write [[site]] above its keys
          site = 1                   | :1: site must be a table: write [[site]] above its keys
          port = true                | :1: port must be a string or a number
          port = 70000               | :1: port: invalid port (0 to 65535): 70000
          port = -1                  | :1: port: invalid port (0 to 65535): -1
          port = 1.5                 | :1: port: invalid port (0 to 65535): 1.5
          port = [1]                 | :1: port must be a string or a number
          port = 1979-05-27          | :1: port: invalid port (0 to 65535): 1979-05-27
          listing = "yes"            | :1: listing must be true or false
          listing = 1                | :1: listing must be true or false
          cors = {}                  | :1: cors must be true, false or a string
          header = [true]            | :1: header must be a string or an array of strings
          header = [["a: b"]]        | :1: header must be a string or an array of strings
          header = "A"               | :1: header must be 'Name: value', not 'A'
          max-body = 1.5             | :1: max-body must be a size such as 4096, 64k or 1g, not 1.5
          max-body = "x"             | :1: max-body must be a size such as 4096, 64k or 1g, not x
          idle-timeout = "0s"        | :1: idle-timeout must be longer than 0s
          workers = 0                | :1: workers: invalid number of workers (1 to 1024): 0
          mount = "x"                | :1: mount must be /path=handler[:option=value,...], not x
          filter = "/x"              | :1: filter must be [/path=]filter[:option=value,...], not /x
          error-page = "404"         | :1: error-page must be CODE=FILE, not '404'
          listen = "x"               | :1: listen must be PORT, HOST:PORT, [IPV6]:PORT or unix:PATH, not 'x'
          bind = ""                  | :1: bind: not an address: ''
          trusted-proxies = "x"      | :1: trusted-proxies must be a list such as 10.0.0.0/8,fd00::/8,unix, not x
          port = 1; port = 2         | :2: not TOML: Duplicate key: port
          port = 1; "port" = 2       | :2: not TOML: Duplicate key: port
          port = 1; listen = "127.0.0.1:1,proxy-protocol" | :2: listen 127.0.0.1:1,proxy-protocol needs the proxies: --trusted-proxies
          [[site]]; listen = "127.0.0.1:1,proxy-protocol"; root = "a" | :1: listen 127.0.0.1:1,proxy-protocol needs the proxies: --trusted-proxies
          port 80                    | :1: not TOML: Unknown token
          port =                     | :1: not TOML: Premature end of file
          header = ["a              | :1: not TOML: Premature end of file
          [[site]]; port = 1         | :2: port applies to all sites: move it above the first [[site]]
          [[site]]; prot = 1         | :2: unknown key: prot (did you mean root?)
          [[sites]]                  | :1: unknown key: sites (did you mean site?)
          [[site]]; host = "x"       | :2: unknown key: host (write hosts)
          [[site]]; hots = "x"       | :2: unknown key: hots (did you mean hosts?)
          [[site]]; root = "a"       | :1: the site needs hosts, such as ["www.example.org"]
          [[site]]; hosts = "x"      | :1: the site needs a root or a mount
          [[site]]; hosts = "a b"; root = "a" | :1: hosts must be names such as www.example.org, *.example.org or [::1], without a port, not a b
          [[site]]; hosts = "Default"; root = "a" | :1: the first host names the site in logs and metrics, and default is the name of the default site: put another host first
          [[site]]; hosts = true     | :2: hosts must be a string or an array of strings
          [[site]]; listen = "0"; root = "a" | :1: listen of a site needs a port other than 0
          root = "a"; [[site]]; hosts = "x"; [[site]]; hosts = ["y", "X."] | :4: another site has the host x
          root = "a"; listing = true; mount = "/=b" | :1: root applies to the directory at /, which --mount / replaces: use an option of that handler
          """)
  void invalid_file_is_one_line_with_file_and_line(String text, String message) throws IOException {
    Command.UsageError error =
        assertInstanceOf(Command.UsageError.class, read(text.replace("; ", "\n")));
    assertEquals(directory.resolve("otus.toml") + message, error.message());
  }

  @Test
  void missing_directory_is_named_with_the_key() throws IOException {
    Command.UsageError error =
        assertInstanceOf(Command.UsageError.class, read("# root\n\nroot = \"none\""));
    assertEquals(
        directory.resolve("otus.toml")
            + ":3: root: no such directory: "
            + directory.resolve("none"),
        error.message());
  }

  @Test
  void file_must_be_readable_small_and_encoded_as_utf_8() throws IOException {
    Path file = directory.resolve("x.toml");
    assertEquals(
        new Command.UsageError("no such configuration file: " + file),
        CommandLine.read("-c" + file));
    assertEquals(
        new Command.UsageError(
            "cannot read the configuration file " + directory + ": it is a directory"),
        CommandLine.read("-c" + directory));
    Files.writeString(file, "charset = \"\u00e4\"", StandardCharsets.ISO_8859_1);
    assertEquals(
        new Command.UsageError(file + ": not TOML: it is not encoded as UTF-8"),
        CommandLine.read("-c" + file));
    Files.writeString(file, "#".repeat((1 << 20) + 1));
    assertEquals(
        new Command.UsageError(file + ": larger than 1 MiB"), CommandLine.read("-c" + file));
    Files.writeString(file, "\ufeffport = 1");
    assertInstanceOf(Command.Serve.class, CommandLine.read("-c" + file));
  }

  @Test
  void sites_inherit_what_they_do_not_set() throws IOException {
    Options options =
        options(
            """
            root = "a"
            listing = true
            header = ["A: b", "C: d"]
            mount = "/api=hello"

            [[site]]
            hosts = ["Example.ORG.", "*.example.org"]
            root = "b"
            listing = false

            [[site]]
            hosts = ["example.net"]
            header = []
            mount = []
            listen = ["127.0.0.1:9000"]
            """);
    Site first = options.sites().getFirst();
    assertEquals(List.of("example.org", "*.example.org"), first.hosts());
    assertEquals(2, first.filters().size());
    assertEquals(
        List.of("hello", "static"), first.mounts().stream().map(m -> m.spec().name()).toList());
    Map<String, String> files = first.mounts().getLast().spec().options();
    assertEquals(directory.resolve("b").toString(), files.get("root"));
    assertEquals(null, files.get("listing"));
    Site second = options.sites().getLast();
    assertEquals(List.of(), second.filters());
    assertEquals(1, second.mounts().size());
    assertEquals(
        directory.resolve("a").toString(), second.mounts().getFirst().spec().options().get("root"));
    assertEquals("true", second.mounts().getFirst().spec().options().get("listing"));
    assertTrue(
        options.hosts().allows("www.example.org:80") && options.hosts().allows("EXAMPLE.net"));
    assertEquals(2, options.allMounts().size());
  }

  @Test
  void there_is_no_default_site_without_a_root() throws IOException {
    Options options =
        options("listing = true\n[[site]]\nhosts = \"x\"\nroot = \"a\"\nmount=[\"/m=hello\"]\n");
    assertEquals(List.of(), options.allMounts());
    assertEquals(
        "true", options.sites().getFirst().mounts().getLast().spec().options().get("listing"));
  }

  @Test
  void root_of_a_site_replaces_the_mount_at_root_and_vice_versa() throws IOException {
    Options options =
        options(
            """
            mount = ["/=hello", "/x=hello"]
            [[site]]
            hosts = "a"
            root = "a"
            [[site]]
            hosts = "b"
            """);
    assertEquals(2, options.sites().get(0).mounts().size());
    assertTrue(options.sites().get(0).mounts().getFirst().prefix().equals(List.of("x")));
    assertEquals(
        List.of("hello", "hello"),
        options.sites().get(1).mounts().stream().map(Mount::spec).map(s -> s.name()).toList());
    Options other = options("root = \"a\"\n[[site]]\nhosts = \"x\"\nmount = \"/=hello\"\n");
    assertEquals(1, other.sites().getFirst().mounts().size());
  }
}
