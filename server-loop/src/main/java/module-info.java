/// The event loop: readiness, timers and buffers. It knows nothing of HTTP.
// "module": the modules exported to are compiled later than this one.
@SuppressWarnings("module")
module otus.server.loop {
  requires static org.jspecify;

  exports otus.server.loop to
      otus.server.http,
      otus.server.app;
}
