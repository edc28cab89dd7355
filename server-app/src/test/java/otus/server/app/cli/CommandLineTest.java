package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.config.Address;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.ProviderSpec;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;

class CommandLineTest {
  @TempDir Path directory;

  private static Options options(String... line) {
    return assertInstanceOf(Command.Serve.class, CommandLine.read(line)).options();
  }

  private static String fault(String... line) {
    return assertInstanceOf(Command.UsageError.class, CommandLine.read(line)).message();
  }

  @Test
  void current_directory_is_served_on_loopback_by_default() {
    Options options = options();
    assertEquals(Path.of("").toAbsolutePath(), options.root());
    assertEquals(Address.all("127.0.0.1"), options.addresses());
    assertEquals(8080, options.port());
    assertEquals(Runtime.getRuntime().availableProcessors(), options.workers());
    assertEquals(HttpLimits.defaults(), options.limits());
    assertEquals(10_000, options.connections());
    assertEquals(0, options.clients().maxConnections());
    assertEquals(Duration.ZERO, options.shutdown().delay());
    assertEquals(Duration.ofSeconds(30), options.shutdown().grace());
    assertEquals(
        List.of(
            Mount.defaultValue(
                "static",
                Map.of(
                    "root",
                    options.root().toString(),
                    "hidden",
                    "false",
                    "not-found",
                    "404.html"))),
        options.allMounts());
  }

  @Test
  void each_flag_sets_its_option() throws Exception {
    Options options =
        options(
            ("-p 0 -w 3 -b ::1 -b localhost --index a.html,b.html --hidden --listing"
                 + " --symlinks=deny --grace-period 500ms --header-timeout 1s --stall-timeout 2s"
                 + " --idle-timeout 3m --max-body 2g --answer-timeout 0s --max-blocking 7"
                 + " --max-connections 8 --max-connections-per-address 9 --allowed-hosts a.example"
                 + " --shutdown-delay 4s -r "
                    + directory)
                .split(" "));
    assertEquals(directory, options.root());
    assertEquals(0, options.port());
    assertEquals(3, options.workers());
    assertEquals(InetAddress.getByName("::1"), options.addresses().get(0).address());
    assertEquals("localhost", options.addresses().get(1).name());
    assertEquals(Duration.ofMillis(500), options.shutdown().grace());
    assertEquals(Duration.ofSeconds(1), options.limits().headTimeout());
    assertEquals(Duration.ofSeconds(2), options.limits().stallTimeout());
    assertEquals(Duration.ofMinutes(3), options.limits().idleTimeout());
    assertEquals(2L << 30, options.limits().requests().maxBodySize());
    assertEquals(
        HandlerLimits.defaults().withAnswerTimeout(Duration.ZERO).withMaxBlocking(7),
        options.limits().handlers());
    assertEquals(8, options.connections());
    assertEquals(9, options.clients().maxConnections());
    assertTrue(options.hosts().allows("a.example"));
    assertFalse(options.hosts().allows("b.example"));
    assertEquals(Duration.ofSeconds(4), options.shutdown().delay());
    assertEquals(
        Map.of(
            "root",
            directory.toString(),
            "hidden",
            "true",
            "index",
            "a.html,b.html",
            "symlinks",
            "deny",
            "not-found",
            "404.html",
            "listing",
            "true"),
        options.allMounts().getFirst().spec().options());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --precompressed                                   | precompressed | true
          --no-precompressed                                | precompressed | false
          --charset utf-8                                   | charset       | utf-8
          --cache-control *.html=no-cache                   | cache-control | *.html=no-cache
          --cache-control *.a=b --cache-control=/c/**=d,e=1 | cache-control | *.a=b;/c/**=d,e=1
          --clean-urls                                      | clean-urls    | on
          --clean-urls=redirect                             | clean-urls    | redirect
          --type md=text/plain                              | type          | md=text/plain
          --type a=b/c;br --type=d=e/f                      | type          | a=b/c;br,d=e/f
          --default-type text/plain                         | default-type  | text/plain
          --immutable                                       | immutable     | true
          --cache-revalidate 500ms                          | cache-revalidate | 500ms
          --spa                                             | spa           | index.html
          --spa=app.html                                    | spa           | app.html
          --spa -p 0                                        | spa           | index.html
          -s                                                | spa           | index.html
          --single                                          | spa           | index.html
          --not-found gone.html                             | not-found     | gone.html
          --not-found=                                      | not-found     | ''
          """)
  void flags_of_the_root_are_options_of_the_static_handler(
      String line, String option, String value) {
    List<String> parsed = new ArrayList<>(List.of(line.split(" ")));
    parsed.add(directory.toString());
    Options options = options(parsed.toArray(String[]::new));
    assertEquals(directory, options.root(), "the directory is not a value");
    assertEquals(value, options.allMounts().getFirst().spec().options().get(option));
  }

  @Test
  void switch_is_on_or_off() {
    assertEquals("--precompressed occurs twice", fault("--precompressed", "--no-precompressed"));
    assertEquals("--immutable takes no value", fault("--immutable=yes"));
    assertEquals("--no-precompressed takes no value", fault("--no-precompressed=1"));
    assertEquals(
        "unknown option: --no-immutable (without --immutable, it is off)", fault("--no-immutable"));
    assertEquals("more than one directory: b, a", fault("--spa", "b", "a"));
    assertEquals(
        "no such directory: --spa",
        fault("--", "--spa").replace(directory + "/", "").replaceAll("/.*/", ""));
  }

  @Test
  void listing_has_an_alias() {
    assertEquals(options("--listing"), options("--browse"));
    assertEquals("--listing occurs twice", fault("--listing", "--browse"));
  }

  @Test
  void root_flags_are_rejected_if_a_mount_replaces_the_root() {
    assertEquals(
        "--hidden applies to the directory at /, which --mount / replaces: use an option of that"
            + " handler",
        fault("--mount", "/=x", "--hidden"));
    assertEquals(
        "--listing applies to the directory at /, which --mount / replaces: use an option of that"
            + " handler",
        fault("--mount", "/=x", "--browse"));
    assertEquals(
        "--root applies to the directory at /, which --mount / replaces: use an option of that"
            + " handler",
        fault("--mount", "/=x", "site"));
    assertEquals(
        "--mount /a: an option must be name=value, not 'b' (a comma within a value is written \\,)",
        fault("--mount", "/a=x:b"));
  }

  @Test
  void handlers_are_mounted_beside_the_root_unless_one_replaces_it() {
    Mount api =
        new Mount(
            List.of("a", "b c"),
            new ProviderSpec("x", Map.of("d", "1,2\\", "e", "f=g:h")),
            "--mount /a/b c/");
    String word = "/a/b c/=x:d=1\\,2\\\\,e=f=g:h";
    assertEquals(api, Mount.of(word));
    Options options = options("-r", directory.toString(), "--mount", word);
    assertEquals(api, options.allMounts().getFirst());
    assertEquals(directory.toString(), options.allMounts().getLast().description());
    Mount root = new Mount(List.of(), new ProviderSpec("x", Map.of()), "--mount /");
    assertEquals(List.of(root), options("--mount", "/=x").allMounts());
  }

  @Test
  void current_directory_is_no_default_with_mounts() {
    Mount api = Mount.of("/a=x");
    assertNull(options("--mount", "/a=x").root());
    assertEquals(List.of(api), options("--mount", "/a=x").allMounts());
    assertEquals(2, options("--mount", "/a=x", ".").allMounts().size());
    assertEquals(
        "--listing applies to the directory at /, which --mount turns off unless --root is given:"
            + " use an option of the mounted handler",
        fault("--mount", "/a=x", "--browse"));
    assertEquals(
        "--spa applies to the directory at /, which --mount turns off unless --root is given:"
            + " use an option of the mounted handler",
        fault("--mount", "/a=x", "-s"));
    assertEquals(directory, options("--mount", "/a=x", "-s", directory.toString()).root());
  }

  @Test
  void root_needs_no_flag() {
    assertEquals(directory, options(directory.toString()).root());
    assertEquals(directory, options("-p", "0", directory.toString(), "-w", "1").root());
  }

  @Test
  void dots_in_the_root_are_resolved() {
    assertEquals(directory, options(directory + "/x/../.").root());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "65535, 65535",
    "080, 80",
  })
  void port_is_a_number(String word, int port) {
    assertEquals(port, options("-p", word).port());
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "500ms, 500",
    "30s, 30000",
    "2m, 120000",
    "1h, 3600000",
  })
  void duration_has_a_unit(String word, long millis) {
    assertEquals(millis, options("--grace-period", word).shutdown().grace().toMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "64k, 65536",
    "64K, 65536",
    "10m, 10485760",
    "1g, 1073741824",
    "8t, 8796093022208",
  })
  void size_may_have_a_unit(String word, long bytes) {
    assertEquals(bytes, options("--max-body", word).limits().requests().maxBodySize());
  }

  @ParameterizedTest
  @CsvSource({
    "-p abc, invalid port (0 to 65535): abc",
    "-p 65536, invalid port (0 to 65535): 65536",
    "-p -1, invalid port (0 to 65535): -1",
    "-p +80, invalid port (0 to 65535): +80",
    "-p 99999999999, invalid port (0 to 65535): 99999999999",
    "--port=, --port needs a value",
    "-w 0, invalid number of workers (1 to 1024): 0",
    "-w 1025, invalid number of workers (1 to 1024): 1025",
    "-w two, invalid number of workers (1 to 1024): two",
    "--grace-period 3, '--grace-period must be a time such as 500ms, 30s or 2m, at most 365d, not"
        + " 3'",
    "--grace-period -3s, '--grace-period must be a time such as 500ms, 30s or 2m, at most 365d, not"
        + " -3s'",
    "--grace-period 1.5s, '--grace-period must be a time such as 500ms, 30s or 2m, at most 365d,"
        + " not 1.5s'",
    "--idle-timeout 9999999999s, '--idle-timeout must be a time such as 500ms, 30s or 2m, at most"
        + " 365d, not 9999999999s'",
    "--idle-timeout 0s, --idle-timeout must be longer than 0s",
    "--stall-timeout 0ms, --stall-timeout must be longer than 0ms",
    "--grace-period 9999h, '--grace-period must be a time such as 500ms, 30s or 2m, at most 365d,"
        + " not 9999h'",
    "--header-timeout 0h, --header-timeout must be longer than 0h",
    "--max-blocking 0, '--max-blocking must be a number of at least 1, not 0'",
    "--max-connections many, '--max-connections must be a number of at least 1, not many'",
    "--max-connections-per-address -1, '--max-connections-per-address must be a number of at least"
        + " 0, not -1'",
    "--shutdown-delay 5, '--shutdown-delay must be a time such as 500ms, 30s or 2m, at most 365d,"
        + " not 5'",
    "--max-body 1x, '--max-body must be a size such as 4096, 64k or 1g, not 1x'",
    "--max-body -1, '--max-body must be a size such as 4096, 64k or 1g, not -1'",
    "--max-body 9999999999g, '--max-body must be a size such as 4096, 64k or 1g, not 9999999999g'",
    "--bind=, not an address: ''",
    "--bind [], not an address: '[]'",
    "--bind 256.1.1.1, no such address: 256.1.1.1",
    "--bind no-such-host.invalid, no such address: no-such-host.invalid",
    "--root=, no such directory: ''",
    "-r /no/such/folder, no such directory: /no/such/folder",
    "/no/such/folder, no such directory: /no/such/folder",
    "a b, 'more than one directory: a, b'",
    "--mount api=x, '--mount must be /path=handler[:option=value,...], not api=x'",
    "--mount /api, '--mount must be /path=handler[:option=value,...], not /api'",
    "--mount /a//b=x, --mount /a//b: not a path",
    "--mount /../b=x, --mount /../b: not a path",
    "--mount /a%20b=x, '--mount /a%20b: write the path without percent-encoding, such as ''/my"
        + " dir'''",
    "--mount /a=, --mount /a: the name of the handler or filter is missing",
    "'--mount /a=x:b=1,b=2', '--mount /a: b occurs twice'",
    "-r a b, 'more than one directory: b, a'",
  })
  void invalid_values_are_usage_errors(String line, String message) {
    assertEquals(message, fault(line.split(" ")).stripTrailing(), line);
  }

  @Test
  void root_that_is_a_file_is_a_usage_error() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertEquals("not a directory: " + file, fault(file.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"site.zip", "app.JAR"})
  void root_can_be_a_file_with_the_name_of_an_archive(String name) throws Exception {
    Path file = Files.createFile(directory.resolve(name));
    assertEquals(file, options(file.toString()).root());
    assertEquals("no such directory: " + file + 1, fault(file.toString() + 1));
  }

  @Test
  void impossible_name_of_a_root_is_a_usage_error() {
    assertEquals("no such directory: a\0b", fault("a\0b"));
  }

  @Test
  void help_wins_over_all_other_flags() {
    assertEquals(new Command.Help(true), CommandLine.read("--help", "-V", "-r", "/no/such"));
    assertEquals(new Command.Help(false), CommandLine.read("-h"));
    assertEquals(new Command.Help(true), CommandLine.read("-h", "--help"));
  }

  @Test
  void version_and_training_are_flags() {
    assertEquals(new Command.Version(), CommandLine.read("-V"));
    assertEquals(new Command.Version(), CommandLine.read("--version"));
    assertEquals(new Command.Train(), CommandLine.read("--train"));
  }

  @Test
  void plugins_are_listed_and_checked_by_a_subcommand() {
    assertEquals(
        new Command.ListPlugins(new PluginDirectory(Path.of("x"), true, false)),
        CommandLine.read("plugins", "--plugins", "x"));
    assertEquals(
        new Command.CheckPlugin(Path.of("x.jar")), CommandLine.read("plugins", "check", "x.jar"));
    assertEquals(
        "usage: 'plugins' or 'plugins check X.jar|DIR'; to serve a directory of that name, use"
            + " ./plugins",
        fault("plugins", "x.jar"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:80/",
    "localhost, http://localhost:80/",
    "::1, http://[::1]:80/",
    "[::1], http://[::1]:80/",
    "0.0.0.0, http://0.0.0.0:80/",
    "::ffff:127.0.0.1, http://[::ffff:127.0.0.1]:80/",
  })
  void url_has_the_name_from_the_command_line(String name, String url) {
    assertEquals(url, Address.all(name).getFirst().url(false, 80));
  }
}
