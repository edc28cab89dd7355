package otus.server.staticfiles;

import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.staticfiles.conditional.Conditions;
import otus.server.staticfiles.conditional.Decider;
import otus.server.staticfiles.explain.Explanation;
import otus.server.staticfiles.file.CacheEntry;
import otus.server.staticfiles.file.FileCache;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.listing.Listings;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.Errand;
import otus.server.staticfiles.lookup.Fallbacks;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.Forms;
import otus.server.staticfiles.lookup.Found;
import otus.server.staticfiles.pool.LookupPool;

/// Answers with the files below a root. Start reading here.
///
/// ```
/// event loop       handle ── FileCache: believed ──▶ Forms ──▶ Decider ──▶ Responses
///                    │ no
/// LookupPool         ▼
///                  look ──── DocumentRoot ── Opened, Unchanged ──▶ Forms ──▶ Decider ──▶ Responses
///                     ▲           ├───────── Folder, … ──▶ 301, …
///                     └ Fallbacks ◀───────── Missing ──▶ Listings, pass
/// ```
///
/// Made by the provider, shared by all event loops. [#handle] runs on the loop: what is not in the
/// cache, or not to be believed any more, is left to a thread of the [LookupPool]. The one system
/// call that it makes is a look at the attributes of a large file, whose bytes it has not: a head
/// that is sent before must be about them. Sending the file from the loop waits for the same file
/// system.
final class StaticHandler implements Handler {
  private final DocumentRoot root;
  private final Forms forms;
  private final Fallbacks fallbacks;
  private final FileNames names;
  private final FileCache cache;
  private final LookupPool lookups;
  private final @Nullable Listings listings;
  private final InstantSource clock;
  private final ShortForms shortForms;
  private final Explanation explanation;
  private final Trouble trouble = new Trouble();

  /// @param listings answer for folders without an index file; null if nobody does
  StaticHandler(
      DocumentRoot root,
      FileNames names,
      FileCache cache,
      LookupPool lookups,
      @Nullable Listings listings,
      Fallbacks fallbacks,
      InstantSource clock) {
    this.root = root;
    this.forms = new Forms(root);
    this.fallbacks = fallbacks;
    this.names = names;
    this.cache = cache;
    this.lookups = lookups;
    this.listings = listings;
    this.clock = clock;
    this.shortForms = new ShortForms(root);
    this.explanation = new Explanation(root, names, fallbacks);
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
      explanation.noSlash(request, "this");
      return Responses.movedTo(FolderLocation.of(request.target()));
    }
    Errand errand = Errand.of(request);
    CacheEntry entry = shortForms.maySuit(path) ? null : cache.believed(path, clock.millis());
    if (entry != null) {
      Response response = cached(errand, entry.file());
      if (response != null) {
        return response;
      }
    }
    List<Path> sought = names.of(path);
    if (sought == null && fallbacks.after(errand) == null && !fallbacks.dependOnAccept(request)) {
      explanation.noNames(errand);
      return Answer.pass();
    }
    return lookups.answer(path, () -> look(errand, sought, cache.any(path)));
  }

  /// Looks, and looks again with fewer files open if the system does not let it: most often it is
  /// descriptors that are wanting.
  private Answer look(Errand errand, @Nullable List<Path> sought, @Nullable CacheEntry entry)
      throws Exception {
    try {
      return lookOnce(errand, sought, entry);
    } catch (FileSystemException e) {
      cache.closeLarge();
    }
    try {
      return lookOnce(errand, sought, null);
    } catch (FileSystemException e) {
      trouble.tell(e, clock.millis());
      return Responses.UNSTABLE;
    }
  }

  /// Looks at the file system; on a thread of the pool, as all that follow unless they say where.
  ///
  /// @param sought where, or null if there can be nothing
  /// @param entry what the cache has, or null if that is of no use
  private Answer lookOnce(Errand errand, @Nullable List<Path> sought, @Nullable CacheEntry entry)
      throws Exception {
    if (sought == null) {
      explanation.noNames(errand);
      return missing(errand);
    }
    if (errand.role() == Errand.Role.ASKED) {
      String shorter = shortForms.of(errand.request().target(), errand.path(), sought);
      if (shorter != null) {
        explanation.shorter(errand.request(), sought);
        return Responses.movedTo(shorter);
      }
    }
    // Read before the look: a change after it then has a later time (see FileFacts).
    Instant now = clock.instant();
    Found found = root.find(sought, errand.path().directory(), CacheEntry.settledState(entry), now);
    if (entry != null && found instanceof Found.Unchanged) {
      entry.confirm(now.toEpochMilli());
      Response response = unchanged(errand, entry.file(), now);
      // Null if it was evicted meanwhile: then it has to be opened again.
      return response != null ? response : lookOnce(errand, sought, null);
    }
    if (found instanceof Found.Opened(StaticFile file)) {
      return opened(errand, sought, file, now);
    }
    if (entry != null) {
      cache.remove(entry);
    }
    if (found instanceof Found.Unsteady(StaticFile file)) {
      return unsteady(errand, sought, file);
    }
    explanation.noFile(errand, sought, found);
    if (errand.role() != Errand.Role.ASKED) {
      return missing(errand);
    }
    return switch (found) {
      case Found.Missing missing -> listed(errand, sought);
      case Found.Denied denied -> Responses.FORBIDDEN;
      case Found.Folder folder -> Responses.movedTo(FolderLocation.of(errand.request().target()));
      case Found.Unstable unstable -> Responses.UNSTABLE;
      case Found.Seen seen -> throw new AssertionError(seen);
      case Found.Opened opened -> throw new AssertionError(opened);
      case Found.Unsteady unsteady -> throw new AssertionError(unsteady);
      case Found.Unchanged unchanged -> throw new AssertionError(unchanged);
    };
  }

  /// What is in a folder without an index file, if that is to be shown. Listings wait for each
  /// other, and for the pool, on a virtual thread.
  private Answer listed(Errand errand, List<Path> sought) throws Exception {
    if (!errand.path().directory() || listings == null) {
      return missing(errand);
    }
    return Answer.blocking(
        () -> {
          Answer listing = listings.answer(errand.request(), sought, lookups);
          if (listing instanceof Answer.Pass) {
            return lookups.answer(errand.path(), () -> missing(errand));
          }
          explanation.listed(errand.request(), listing);
          return listing;
        });
  }

  /// What is answered in place of a file that is missing.
  private Answer missing(Errand missing) throws Exception {
    Errand errand = fallbacks.after(missing);
    explanation.instead(missing, errand);
    if (errand == null) {
      // Another handler's answer would not tell caches that a browser gets the application here.
      if (!fallbacks.dependOnAccept(missing.request())) {
        return Answer.pass();
      }
      explanation.noPage(missing.request());
      return Responses.toWhoTakesPages(Response.of(Status.NOT_FOUND));
    }
    CacheEntry entry = cache.believed(errand.path(), clock.millis());
    Response response = entry == null ? null : cached(errand, entry.file());
    if (response != null) {
      return response;
    }
    UrlPath path = errand.path();
    return lookups.next(path, () -> look(errand, names.of(path), cache.any(path)));
  }

  private Response opened(Errand errand, List<Path> sought, StaticFile file, Instant now) {
    Forms.Form form = forms.find(errand.request().headers(), file, now);
    tellPlaces(errand, file, form.file());
    Response response;
    try {
      response = decided(errand.request(), errand.role(), form.file());
      explanation.file(errand, sought, form.file(), response);
    } catch (RuntimeException e) {
      file.close();
      form.file().close();
      throw e;
    }
    cache.put(errand.path(), file, now.toEpochMilli());
    keep(errand, form, now);
    return response;
  }

  /// Such a file is not kept; the response has a lease of its own.
  private Response unsteady(Errand errand, List<Path> sought, StaticFile file) {
    try (file) {
      Response response = decided(errand.request(), errand.role(), file);
      explanation.file(errand, sought, file, response);
      return response;
    }
  }

  /// The response made from a file of the cache, or null if it was evicted and closed by now.
  private @Nullable Response unchanged(Errand errand, StaticFile file, Instant now) {
    Forms.Form form = forms.find(errand.request().headers(), file, now);
    tellPlaces(errand, file, form.file());
    try {
      return decided(errand.request(), errand.role(), form.file());
    } catch (IllegalStateException e) {
      return null;
    } finally {
      keep(errand, form, now);
    }
  }

  private void keep(Errand errand, Forms.Form form, Instant now) {
    if (form.fresh() != null) {
      cache.put(errand.path(), form.fresh(), form.file(), now.toEpochMilli());
    }
  }

  /// The response made from what the cache has, or null if it has not enough, or not any more.
  private @Nullable Response cached(Errand errand, StaticFile file) {
    StaticFile form = Forms.cached(errand.request().headers(), file);
    if (form == null || !form.isCurrent()) {
      return null;
    }
    tellPlaces(errand, file, form);
    try {
      return decided(errand.request(), errand.role(), form);
    } catch (IllegalStateException e) {
      return null;
    }
  }

  /// Tells filters what the answer is made of: a file, and perhaps an encoded form of it.
  private static void tellPlaces(Errand errand, StaticFile file, StaticFile form) {
    Request request = errand.request();
    request.servedFrom(errand.path()); // also if it was asked for: a filter may have changed that
    file.places().tell(request);
    if (form != file) {
      form.places().tell(request);
    }
  }

  private Response decided(Request request, Errand.Role role, StaticFile file) {
    if (role == Errand.Role.NOT_FOUND) {
      Response page = Responses.notFound(file);
      return fallbacks.dependOnAccept(request) ? Responses.toWhoTakesPages(page) : page;
    }
    Headers fields = request.headers();
    Response response =
        Conditions.matter(fields)
            ? Responses.of(
                Decider.decide(request.method(), fields, file.representation(), clock.instant()),
                file)
            : file.whole();
    return role == Errand.Role.ASKED ? response : Responses.toWhoTakesPages(response);
  }
}
