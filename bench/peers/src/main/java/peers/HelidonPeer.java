package peers;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.staticcontent.FileSystemHandlerConfig;
import io.helidon.webserver.staticcontent.StaticContentFeature;
import java.nio.file.Path;

/// Helidon with its service for static content, on virtual threads: `HelidonPeer PORT ROOT`.
final class HelidonPeer {
  private HelidonPeer() {}

  public static void main(String[] args) {
    var files =
        StaticContentFeature.createService(FileSystemHandlerConfig.create(Path.of(args[1])));
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(args[0]))
        .backlog(16_384)
        .routing(HttpRouting.builder().register("/", files))
        .build()
        .start();
  }
}
