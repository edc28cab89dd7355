/// A plugin with a filter that serves old paths from new ones.
module rewrite {
  requires otus.server.api;

  provides otus.server.api.spi.FilterProvider with
      rewrite.RewriteProvider;
}
