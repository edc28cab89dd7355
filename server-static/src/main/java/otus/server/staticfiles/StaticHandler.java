package otus.server.staticfiles;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.staticfiles.conditional.Decision;
import otus.server.staticfiles.file.CacheChecks;
import otus.server.staticfiles.file.CacheEntry;
import otus.server.staticfiles.file.CheckTime;
import otus.server.staticfiles.file.FileCache;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.listing.Listings;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.LookupResult;
import otus.server.staticfiles.lookup.PrecompressedVariants;
import otus.server.staticfiles.lookup.PrecompressedVariants.Selection;
import otus.server.staticfiles.pool.LookupPool;

/// Answers with the files below a root. Start reading here.
///
/// ```
/// event loop   handle ── FileCache ── CachedResponses: checked, current ──▶ Responses
///                ├── not cached: DirectReads ─────────────────────▶ Responses
///                │ changed, or not to be read at once
/// LookupPool     ▼
///              lookUp ── DocumentRoot ── Opened, Unchanged ─▶ PrecompressedVariants ─▶ Responses
///                ▲            ├───────── Directory, … ──▶ 301, …
///                └ Fallbacks ◀┴───────── Missing ──▶ Listings, pass
/// ```
///
/// Created by the provider, shared by all event loops. [#handle] runs on the loop; if a file is not
/// cached, or has changed, a thread of the [LookupPool] looks it up. The loop reads small files,
/// and once a turn the attributes of a cached file, unless the file system is slow ([CacheChecks]).
final class StaticHandler implements Handler {
  private final DocumentRoot root;
  private final PrecompressedVariants variants;
  private final Fallbacks fallbacks;
  private final FileNames fileNames;
  private final FileCache cache;
  private final CacheChecks checks;
  private final CachedResponses cached;
  private final DirectReads direct;
  private final LookupPool lookups;
  private final @Nullable Listings listings;
  private final CleanUrlRedirects redirects;
  private final LookupFailureLog failureLog = new LookupFailureLog();

  /// @param listings answers for directories without an index file; null if listings are off
  StaticHandler(
      DocumentRoot root,
      FileNames fileNames,
      FileCache cache,
      CachedResponses cached,
      DirectReads direct,
      LookupPool lookups,
      @Nullable Listings listings) {
    this.root = root;
    this.variants = new PrecompressedVariants(root);
    this.fallbacks = cached.fallbacks();
    this.fileNames = fileNames;
    this.cache = cache;
    this.cached = cached;
    this.checks = cached.checks();
    this.direct = direct;
    this.lookups = lookups;
    this.listings = listings;
    this.redirects = new CleanUrlRedirects(root);
  }

  @Override
  public Answer handle(Request request) {
    Method method = request.method();
    if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
      // RFC 9110 §15.5.6: the method is known, but not allowed for files.
      return method.equals(Method.OPTIONS) ? Responses.OPTIONS : Responses.METHOD_NOT_ALLOWED;
    }
    UrlPath path = request.target().path();
    FileRequest fileRequest = FileRequest.of(request);
    if (path.segments().isEmpty() && DirectoryRedirect.lacksSlash(request.target())) {
      fileRequest.explain(LookupResult.Directory.DIRECTORY);
      return Responses.movedTo(DirectoryRedirect.of(request.target()));
    }
    boolean redirected = redirects.mayRedirect(path);
    CacheEntry entry = redirected ? null : cache.get(path);
    boolean check = entry != null && !cached.needLookup(entry, request.readAt());
    if (entry != null && check) {
      boolean onLoop = checks.onLoop();
      Response response = cached.of(fileRequest, entry, onLoop);
      if (response != null) {
        cache.countHit();
        return response;
      }
      check = !onLoop;
    }
    FileNames.Result names = fileNames.of(path);
    if (names instanceof FileNames.Result.Rejected(var result)
        && fallbacks.after(fileRequest) == null
        && !fallbacks.dependOnHeaders(request)) {
      fileRequest.explain(result);
      return Answer.pass();
    }
    Response read = entry == null && !redirected ? direct.of(fileRequest, names) : null;
    if (read != null) {
      return read;
    }
    boolean mayCheck = check;
    return lookups.answer(path, () -> checkOrLookUp(fileRequest, names, mayCheck));
  }

  /// Checks a cached file that could not be checked on the loop, then looks it up if necessary; on
  /// a thread of the pool. If another request has looked it up meanwhile, that counts for this one.
  private Answer checkOrLookUp(FileRequest fileRequest, FileNames.Result names, boolean mayCheck)
      throws Exception {
    CacheEntry entry = cache.get(fileRequest.path());
    if (mayCheck) {
      checks.learn();
    }
    if (entry != null
        && !redirects.mayRedirect(fileRequest.path())
        && (mayCheck || entry.isLookedUpSince(fileRequest.request().readAt()))) {
      Response response = cached.of(fileRequest, entry, mayCheck);
      if (response != null) {
        cache.countHit();
        return response;
      }
    }
    cache.countMiss();
    return lookUp(fileRequest, names, entry);
  }

  /// Looks up a file. If the system refuses, closes cached files and tries once more: usually
  /// descriptors have run out.
  private Answer lookUp(
      FileRequest fileRequest, FileNames.Result requested, @Nullable CacheEntry entry)
      throws Exception {
    if (requested instanceof FileNames.Result.Rejected(var result)) {
      fileRequest.explain(result);
    }
    if (!(requested instanceof FileNames.Result.Valid(var names))) {
      return fallback(fileRequest);
    }
    try {
      return lookUpOnce(fileRequest, names, entry);
    } catch (FileSystemException e) {
      cache.closeLarge();
    }
    try {
      return lookUpOnce(fileRequest, names, null);
    } catch (FileSystemException e) {
      failureLog.log(e, cached.clock().millis());
      return Responses.UNSTABLE;
    }
  }

  /// Looks up a file; on a thread of the pool, as are the following methods unless noted.
  ///
  /// @param entry the cache entry, or null if there is none or it is of no use
  private Answer lookUpOnce(FileRequest fileRequest, List<Path> names, @Nullable CacheEntry entry)
      throws Exception {
    if (fileRequest.role() == FileRequest.Role.REQUESTED) {
      String location = redirects.of(fileRequest.request().target(), fileRequest.path(), names);
      if (location != null) {
        String reason = "--clean-urls=redirect redirects to the shorter URL";
        fileRequest.request().explanation().because(reason);
        return Responses.movedTo(location);
      }
    }
    // Read before the lookup: a later change of the file then has a later time (see FileFacts).
    CheckTime now = CheckTime.now(cached.clock());
    FileState known = CacheEntry.settledState(entry, now.millis());
    LookupResult result = root.find(names, fileRequest.path().directory(), known, now.instant());
    if (entry != null && result instanceof LookupResult.Unchanged) {
      entry.lookedUp(now);
      Response response = fromUnchanged(fileRequest, entry.file(), now);
      // Null if it was evicted meanwhile: then it has to be opened again.
      return response != null ? response : lookUpOnce(fileRequest, names, null);
    }
    if (result instanceof LookupResult.Opened(StaticFile file, var found)) {
      return fromOpened(fileRequest, found, file, now);
    }
    if (entry != null) {
      cache.remove(entry);
    }
    if (result instanceof LookupResult.OpenedUncached(StaticFile file, var found)) {
      try (file) { // the response has its own lease
        return respond(fileRequest, found, Selection.only(file));
      }
    }
    fileRequest.explain(result);
    if (fileRequest.role() != FileRequest.Role.REQUESTED) {
      return fallback(fileRequest);
    }
    return switch (result) {
      case LookupResult.Missing missing -> list(fileRequest, names);
      case LookupResult.Denied denied -> Responses.FORBIDDEN;
      case LookupResult.Directory directory ->
          Responses.movedTo(DirectoryRedirect.of(fileRequest.request().target()));
      case LookupResult.Unstable unstable -> Responses.UNSTABLE;
      case LookupResult.Stat stat -> throw new AssertionError(stat);
      case LookupResult.Opened opened -> throw new AssertionError(opened);
      case LookupResult.OpenedUncached uncached -> throw new AssertionError(uncached);
      case LookupResult.Unchanged unchanged -> throw new AssertionError(unchanged);
    };
  }

  /// Answers with the listing of a directory without an index file, if listings are on. A virtual
  /// thread waits for a permit and for the pool.
  private Answer list(FileRequest fileRequest, List<Path> names) throws Exception {
    if (!fileRequest.path().directory() || listings == null) {
      return fallback(fileRequest);
    }
    return Answer.blocking(
        () -> {
          Answer listing = listings.answer(fileRequest.request(), names, lookups);
          return listing instanceof Answer.Pass
              ? lookups.answer(fileRequest.path(), () -> fallback(fileRequest))
              : listing;
        });
  }

  /// Answers with the fallback page of a missing file, or passes.
  private Answer fallback(FileRequest missing) throws Exception {
    FileRequest fileRequest = fallbacks.after(missing);
    if (fileRequest == null) {
      // If the answer depends on headers, do not pass: the response of another handler would lack
      // Vary, and a cache could send it to a browser, which gets the application here.
      if (!fallbacks.dependOnHeaders(missing.request())) {
        return Answer.pass();
      }
      return Responses.varying(missing.request(), Response.of(Status.NOT_FOUND));
    }
    Response response = cached.blocking(fileRequest, cache.get(fileRequest.path()));
    if (response != null) {
      return response;
    }
    UrlPath path = fileRequest.path();
    return lookups.continueWith(
        path, () -> lookUp(fileRequest, fileNames.of(path), cache.get(path)));
  }

  private Response fromOpened(
      FileRequest fileRequest, List<Path> names, StaticFile file, CheckTime now) {
    Selection selection = variants.find(fileRequest.request().headers(), file, now);
    CachedResponses.reportServedPaths(fileRequest, file, selection.file());
    Response response;
    try {
      response = respond(fileRequest, names, selection);
    } catch (RuntimeException e) {
      file.close();
      selection.file().close();
      throw e;
    }
    direct.countOpened();
    cache.put(fileRequest.path(), file, now);
    cacheVariant(fileRequest, selection, now);
    return response;
  }

  private Response respond(FileRequest fileRequest, List<Path> names, Selection selection) {
    Decision decision = Responses.decide(fileRequest, selection.file(), cached.clock());
    Response response = Responses.of(fileRequest, selection.file(), decision, fallbacks);
    FileExplanation.report(fileRequest, root.path(), names, selection, decision, response);
    return response;
  }

  /// Responds with a cached file, or returns null if it was evicted and closed by now.
  private @Nullable Response fromUnchanged(
      FileRequest fileRequest, StaticFile file, CheckTime now) {
    Selection selection = variants.find(fileRequest.request().headers(), file, now);
    CachedResponses.reportServedPaths(fileRequest, file, selection.file());
    try {
      return Responses.of(fileRequest, selection.file(), fallbacks, cached.clock());
    } catch (IllegalStateException e) {
      return null;
    } finally {
      cacheVariant(fileRequest, selection, now);
    }
  }

  private void cacheVariant(FileRequest fileRequest, Selection selection, CheckTime now) {
    if (selection.fresh() != null) {
      cache.put(fileRequest.path(), selection.fresh(), selection.file(), now);
    }
  }
}
