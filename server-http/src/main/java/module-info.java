/// HTTP/1.1: joins the loop with the handlers.
// "module": the module exported to is compiled later than this one.
@SuppressWarnings("module")
module otus.server.http {
  requires otus.server.api;
  requires otus.server.loop;
  requires static org.jspecify;

  exports otus.server.http to
      otus.server.app;
}
