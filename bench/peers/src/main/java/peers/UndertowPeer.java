package peers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.handlers.resource.ResourceHandler;
import java.nio.file.Path;
import org.xnio.Options;

/// Undertow with its `ResourceHandler`: `UndertowPeer PORT ROOT`.
final class UndertowPeer {
  private UndertowPeer() {}

  public static void main(String[] args) {
    ResourceHandler files = new ResourceHandler(new PathResourceManager(Path.of(args[1])));
    Undertow.builder()
        .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
        .setIoThreads(1)
        .setSocketOption(Options.BACKLOG, 16_384)
        .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .setHandler(files)
        .build()
        .start();
  }
}
