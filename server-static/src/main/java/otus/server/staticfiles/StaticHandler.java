package otus.server.staticfiles;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.UrlPath;

/// Answers with the files below a root. Start reading here.
///
/// ```
/// event loop       handle ── FileCache: believed ──▶ Decider ──▶ Responses
///                    │ no
/// virtual thread     ▼
///                  look ──── DocumentRoot ── Opened, Unchanged ──▶ Decider ──▶ Responses
///                                 └───────── Missing, Folder, … ──▶ pass, 301, Listings
/// ```
///
/// Made by the provider, shared by all event loops. [#handle] runs on the loop and makes no system
/// call there: what is not in the cache, or not to be believed any more, is left to a virtual
/// thread.
final class StaticHandler implements Handler {
  private final DocumentRoot root;
  private final FileNames names;
  private final FileCache cache;
  private final @Nullable Listings listings;
  private final InstantSource clock;
  private final Trouble trouble = new Trouble();

  /// @param listings answer for folders without an index file; null if nobody does
  StaticHandler(
      DocumentRoot root,
      FileNames names,
      FileCache cache,
      @Nullable Listings listings,
      InstantSource clock) {
    this.root = root;
    this.names = names;
    this.cache = cache;
    this.listings = listings;
    this.clock = clock;
  }

  @Override
  public Answer handle(Request request) {
    Method method = request.method();
    if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
      // RFC 9110 §15.5.6: known here is the target, not the method.
      return method.equals(Method.OPTIONS) ? Responses.OPTIONS : Responses.METHOD_NOT_ALLOWED;
    }
    UrlPath path = request.target().path();
    if (path.segments().isEmpty() && FolderLocation.isWithoutSlash(request.target())) {
      return Responses.movedTo(FolderLocation.of(request.target()));
    }
    CacheEntry entry = cache.believed(path, clock.millis());
    if (entry != null) {
      Response response = response(request, entry.file());
      if (response != null) {
        return response;
      }
    }
    List<Path> sought = names.of(path);
    return sought == null
        ? Answer.pass()
        : Answer.blocking(() -> look(request, sought, cache.any(path)));
  }

  /// Looks, and looks again with fewer files open if the system does not let it: most often it is
  /// descriptors that are wanting.
  private Answer look(Request request, List<Path> sought, @Nullable CacheEntry entry)
      throws IOException, InterruptedException {
    cache.closeIdle(clock.millis());
    try {
      return lookOnce(request, sought, entry);
    } catch (FileSystemException e) {
      cache.closeLarge();
    }
    try {
      return lookOnce(request, sought, null);
    } catch (FileSystemException e) {
      trouble.tell(e, clock.millis());
      return Responses.UNSTABLE;
    }
  }

  /// Looks at the file system; on a virtual thread.
  ///
  /// @param entry what the cache has, or null if that is of no use
  private Answer lookOnce(Request request, List<Path> sought, @Nullable CacheEntry entry)
      throws IOException, InterruptedException {
    // Read before the look: a change after it then has a later time (see FileFacts).
    Instant now = clock.instant();
    boolean directory = request.target().path().directory();
    Found found = root.find(sought, directory, settledFacts(entry), now);
    if (entry != null && found instanceof Found.Unchanged) {
      entry.confirm(now.toEpochMilli());
      Response response = response(request, entry.file());
      // Null if it was evicted meanwhile: then it has to be opened again.
      return response != null ? response : lookOnce(request, sought, null);
    }
    if (found instanceof Found.Opened(StaticFile file)) {
      return opened(request, file, now);
    }
    if (entry != null) {
      cache.remove(entry);
    }
    return switch (found) {
      case Found.Missing missing ->
          directory && listings != null ? listings.answer(request, sought) : Answer.pass();
      case Found.Denied denied -> Responses.FORBIDDEN;
      case Found.Folder folder -> Responses.movedTo(FolderLocation.of(request.target()));
      case Found.Unstable unstable -> Responses.UNSTABLE;
      case Found.Opened opened -> throw new AssertionError(opened);
      case Found.Unchanged unchanged -> throw new AssertionError(unchanged);
    };
  }

  private Response opened(Request request, StaticFile file, Instant now) {
    Response response;
    try {
      response = decided(request, file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
    cache.put(request.target().path(), file, now.toEpochMilli());
    return response;
  }

  /// The response made from a file of the cache, or null if the file was evicted and closed by now.
  private @Nullable Response response(Request request, StaticFile file) {
    try {
      return decided(request, file);
    } catch (IllegalStateException e) {
      return null;
    }
  }

  private Response decided(Request request, StaticFile file) {
    if (!Conditions.matter(request.headers())) {
      return file.whole();
    }
    Decision decision =
        Decider.decide(request.method(), request.headers(), file.representation(), clock.instant());
    return Responses.of(decision, file);
  }

  /// What need not be opened again. A state that was not settled has to be: a later one may have
  /// the same facts.
  private static @Nullable FileFacts settledFacts(@Nullable CacheEntry entry) {
    return entry != null && entry.file().representation().settled() ? entry.file().facts() : null;
  }
}
