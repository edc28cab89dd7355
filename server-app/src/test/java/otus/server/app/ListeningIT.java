package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The image in unusual environments: names with several addresses, a machine without IPv6, few
/// descriptors, little heap, a deleted working directory.
class ListeningIT extends ImageTests {
  private static final List<String> LAUNCHER = List.of(IMAGE.launcher());

  private static Map<String, String> java(String option) {
    return Map.of("OTUS_JAVA_OPTS", option);
  }

  @Test
  void server_listens_on_all_addresses_of_a_name() throws Exception {
    Path hosts = directory.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 both\n127.0.0.2 both\n");
    Map<String, String> environment = java("-Djdk.net.hosts.file=" + hosts);
    try (Image.Started server = start(LAUNCHER, environment, "--bind", "both")) {
      URI url = server.url();
      assertEquals("both", url.getHost());
      for (String address : List.of("127.0.0.1", "127.0.0.2")) {
        assertAnswers(URI.create("http://" + address + ":" + url.getPort() + "/"));
      }
    }
  }

  @Test
  void ipv6_wildcard_without_ipv6_is_one_line() throws Exception {
    Map<String, String> environment = java("-Djava.net.preferIPv4Stack=true");
    try (Image.Started server = start(LAUNCHER, environment, "--bind", "::")) {
      assertUsageError(
          "cannot listen on port 0 on ::: this machine has no IPv6, or Java is configured not to"
              + " use it",
          server.end());
    }
  }

  /// A command that deletes its working directory and then runs the launcher in it.
  private List<String> inDeletedDirectory() throws Exception {
    Path gone = Files.createDirectory(directory.resolve("gone"));
    String there = "cd \"$0\" && rmdir \"$0\" && exec \"$@\"";
    return List.of("sh", "-c", there, gone.toString(), IMAGE.launcher());
  }

  @Test
  void server_starts_in_a_deleted_directory_if_the_root_is_absolute() throws Exception {
    try (Image.Started server = start(inDeletedDirectory(), Map.of())) {
      assertAnswers(server.url());
    }
  }

  @Test
  void relative_root_in_a_deleted_directory_is_one_line() throws Exception {
    List<String> command = new ArrayList<>(inDeletedDirectory());
    command.addAll(List.of("--port", "0", "--root", "site"));
    Image.Result result = Image.run(command); // some shells print a message of their own first
    String line = "otus-server: no such directory: site, because the current directory was deleted";
    assertEquals(line, result.err().getLast());
    assertEquals(2, result.code());
  }

  /// Opens more idle connections than the server can have.
  private static Image.Result crowded(Image.Started server, int connections) throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      URI url = server.url();
      for (int i = 0; i < connections; i++) {
        idle.add(new Socket(url.getHost(), url.getPort()));
      }
      assertAnswers(url);
      server.signal("TERM");
      return server.end();
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static void assertFull(String max, Image.Result result) {
    String full = ".* event=connections-full limit=" + max + " .*";
    assertTrue(result.err().stream().anyMatch(line -> line.matches(full)), result::toString);
    assertEquals(0, result.code(), result::toString);
  }

  /// Some descriptors stay free for files.
  @Test
  void connections_are_limited_by_descriptors() throws Exception {
    String few = "ulimit -n 160 && exec \"$0\" \"$@\"";
    try (Image.Started server = start(List.of("sh", "-c", few, IMAGE.launcher()), Map.of())) {
      assertFull("120", crowded(server, 200));
    }
  }

  /// An eighth of 24 MiB has room for 768 connections, but some collectors reserve a part of the
  /// heap.
  @Test
  void connections_are_limited_by_the_heap() throws Exception {
    try (Image.Started server = start(LAUNCHER, java("-Xmx24m"))) {
      assertFull("7\\d\\d", crowded(server, 800));
    }
  }
}
