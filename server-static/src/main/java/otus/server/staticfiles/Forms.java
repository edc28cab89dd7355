package otus.server.staticfiles;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;

/// Chooses between a file and its encoded forms (RFC 9110 §12.1: proactive negotiation). Shared by
/// all requests of a [StaticHandler]. It looks at what the request accepts only if there is a
/// choice.
///
/// @param root opens forms
record Forms(DocumentRoot root) {

  /// What was chosen.
  ///
  /// @param file the bytes to send
  /// @param fresh which form that is, if it was opened for this request, which then owns it
  record Form(StaticFile file, @Nullable Variant fresh) {}

  /// The form that a request gets, or null if it has to be opened first. Any thread.
  static @Nullable StaticFile cached(Headers request, StaticFile file) {
    if (file.variants().isEmpty()) {
      return file;
    }
    AcceptEncoding accepted = accepted(request);
    Variant best = accepted == null ? null : accepted.best(file.variants());
    if (best == null) {
      return file;
    }
    CacheEntry entry = best.cached();
    if (entry == null) {
      return null;
    }
    entry.touch();
    return entry.file();
  }

  /// The form that a request gets, opened if the cache has it not; if it cannot be opened, the next
  /// best. On a virtual thread.
  Form find(Headers request, StaticFile file, Instant now) {
    AcceptEncoding accepted = file.variants().isEmpty() ? null : accepted(request);
    if (accepted != null) {
      List<Variant> left = new ArrayList<>(file.variants());
      for (Variant best = accepted.best(left); best != null; best = accepted.best(left)) {
        Form form = open(best, now);
        if (form != null) {
          return form;
        }
        left.remove(best);
      }
    }
    return new Form(file, null);
  }

  private @Nullable Form open(Variant variant, Instant now) {
    CacheEntry entry = variant.cached();
    if (entry != null) {
      entry.touch();
      entry.confirm(now.toEpochMilli());
      return new Form(entry.file(), null);
    }
    try {
      if (root.find(variant.sibling(), now) instanceof Found.Opened(StaticFile file)) {
        if (file.state().facts().equals(variant.sibling().facts())) {
          return new Form(file, variant);
        }
        file.close(); // not what was seen beside the file: it may be older than that
      }
    } catch (IOException e) {
      // The file is there still, and more than the form need not be.
    }
    return null;
  }

  /// RFC 9110 §12.5.3: without the field any coding is acceptable, but whoever does not send it can
  /// most often decode none.
  private static @Nullable AcceptEncoding accepted(Headers request) {
    String value = request.combined("Accept-Encoding");
    return value == null ? null : AcceptEncoding.parse(value);
  }
}
