package otus.server.staticfiles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.ProviderContext;
import otus.server.staticfiles.archive.ArchiveFormat;
import otus.server.staticfiles.archive.ArchiveLimits;
import otus.server.staticfiles.directory.ServedDirectories;
import otus.server.staticfiles.file.CacheChecks;
import otus.server.staticfiles.file.DaemonTimer;
import otus.server.staticfiles.file.FileCache;
import otus.server.staticfiles.listing.Listings;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.pool.LookupPool;
import otus.server.staticfiles.version.EntityTags;

/// Creates the handler `static`; the only type of this module that others can name.
///
/// The server calls it on its main thread, before a port is open. Its options are those of
/// [StaticOptions]. It keeps no state; the handlers that it creates start threads on demand.
public final class StaticHandlerProvider implements HandlerProvider {

  /// Called by the service loader.
  public StaticHandlerProvider() {}

  @Override
  public String name() {
    return "static";
  }

  @Override
  public List<OptionSpec> options() {
    return StaticOptions.DECLARED;
  }

  @Override
  public Handler create(ProviderContext context) {
    return create(StaticOptions.of(context.options()), context);
  }

  /// Creates the handler with these options instead of those of the context.
  static Handler create(StaticOptions options, ProviderContext context) {
    DaemonTimer timer = new DaemonTimer();
    context.onShutdown(timer::close);
    FileCache cache = new FileCache(options.cache().within(context), context.clock(), timer);
    cache.register(context.metrics());
    context.onShutdown(cache::close);
    LookupPool lookups = LookupPool.ofMachine(timer, context::reserveDescriptors);
    lookups.register(context.metrics());
    context.onShutdown(lookups::close);
    EntityTags tags = new EntityTags(context.reserveMemory(EntityTags.MAX_MEMORY));
    DocumentRoot root = DocumentRoot.open(options.lookup(), tags);
    if (root.walkers().isArchive()) {
      context.onShutdown(root.walkers()::close);
    }
    FileNames names = new FileNames(root.path().getFileSystem(), options.hidden());
    @Nullable Listings listings =
        options.listing()
            ? Listings.of(
                new ServedDirectories(root, names),
                options.listingEntries(),
                context.reserveMemory(Long.MAX_VALUE))
            : null;
    if (listings != null && !options.archive().equals("off")) {
      int entries = options.archiveEntries();
      ArchiveLimits limits =
          new ArchiveLimits(
              entries,
              options.archiveBytes(),
              context.reserveMemory(ArchiveLimits.memoryFor(entries)),
              Math.max(1, context.reserveDescriptors(ArchiveLimits.MAX_RUNNING)));
      listings = listings.withArchives(ArchiveFormat.of(options.archive()), limits);
    }
    CacheChecks checks = new CacheChecks(root.path(), options.checks());
    checks.register(context.metrics());
    CachedResponses cached =
        new CachedResponses(
            checks, options.cache().revalidate(), options.fallbacks(), context.clock());
    return new StaticHandler(
        root, names, cache, cached, lookups, listings, options.fallbacks(), context.clock());
  }
}
