/// Has paths of old answered under new ones.
module rewrite {
  requires otus.server.api;

  provides otus.server.api.spi.FilterProvider with
      rewrite.RewriteProvider;
}
