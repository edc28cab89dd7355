package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Checks after each test that no loop thread is alive and no additional descriptor is open.
final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private List<String> before = List.of();

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    warmUp();
    before = descriptors();
    Failures.silence(true);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Failures.silence(false);
    assertEquals(
        List.of(),
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("otus-loop"))
            .toList(),
        "threads");
    List<String> after = descriptors();
    assertEquals(before.size(), after.size(), () -> "before " + before + "\nafter " + after);
  }

  /// Makes the JDK open the descriptors that it never closes.
  private static void warmUp() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open().bind(any);
        SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
      selector.selectNow();
      client.shutdownOutput();
    }
  }

  /// Returns the open sockets, pollers and files, except those that the JDK opens for itself.
  private static List<String> descriptors() throws IOException {
    List<String> open = new ArrayList<>();
    if (!Files.isDirectory(DESCRIPTORS)) {
      return open;
    }
    try (var all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path each : all) {
        try {
          String target = Files.readSymbolicLink(each).toString();
          if (!target.endsWith(".jar")
              && !target.startsWith("/proc/")
              && !target.startsWith("/dev/")) {
            open.add(target);
          }
        } catch (NoSuchFileException e) {
          continue; // closed meanwhile, by the JDK
        }
      }
    }
    return open;
  }
}
