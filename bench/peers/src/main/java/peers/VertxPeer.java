package peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;

/// Vert.x with its `StaticHandler`, on one event loop: `VertxPeer PORT ROOT`.
final class VertxPeer {
  private VertxPeer() {}

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.route().handler(StaticHandler.create(FileSystemAccess.ROOT, args[1]));
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1");
    options.setPort(Integer.parseInt(args[0])).setAcceptBacklog(16_384);
    vertx.createHttpServer(options).requestHandler(router).listen();
  }
}
