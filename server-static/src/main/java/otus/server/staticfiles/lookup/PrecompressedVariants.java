package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.AcceptEncoding;
import otus.server.api.Headers;
import otus.server.staticfiles.file.CacheEntry;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.file.Variant;

/// Chooses between a file and its encoded forms (RFC 9110 §12.1: proactive negotiation). Shared by
/// all requests of a `StaticHandler`. It looks at what the request accepts only if there is a
/// choice.
///
/// @param root opens forms
public record PrecompressedVariants(DocumentRoot root) {

  /// What was chosen.
  ///
  /// @param file the bytes to send
  /// @param fresh which form that is, if it was opened for this request, which then owns it
  public record Selection(StaticFile file, @Nullable Variant fresh) {}

  /// The form that a request gets, or null if it has to be opened first. Any thread.
  public static @Nullable StaticFile cached(Headers request, StaticFile file) {
    if (file.variants().isEmpty()) {
      return file;
    }
    Variant best = best(accepted(request), file.variants());
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
  public Selection find(Headers request, StaticFile file, Instant now) {
    if (!file.variants().isEmpty()) {
      String accepted = accepted(request);
      List<Variant> left = new ArrayList<>(file.variants());
      for (Variant best = best(accepted, left); best != null; best = best(accepted, left)) {
        Selection selection = open(best, now);
        if (selection != null) {
          return selection;
        }
        left.remove(best);
      }
    }
    return new Selection(file, null);
  }

  private @Nullable Selection open(Variant variant, Instant now) {
    CacheEntry entry = variant.cached();
    if (entry != null) {
      entry.touch();
      entry.revalidated(now.toEpochMilli());
      return new Selection(entry.file(), null);
    }
    try {
      LookupResult result = root.find(variant.precompressed(), now);
      if (result instanceof LookupResult.Unsteady(StaticFile file)) {
        file.close();
      }
      if (result instanceof LookupResult.Opened(StaticFile file)) {
        if (file.state().facts().equals(variant.precompressed().facts())) {
          return new Selection(file, variant);
        }
        file.close(); // not what was seen beside the file: it may be older than that
      }
    } catch (IOException e) {
      // The file is there still, and more than the form need not be.
    }
    return null;
  }

  private static @Nullable String accepted(Headers request) {
    return request.combined("Accept-Encoding");
  }

  /// Which of these to send; null means the file as it is. That is also sent if the client refuses
  /// it, but has nothing better to choose from: RFC 9110 §12.5.3 leaves it to the server, and
  /// content that can perhaps be read is better than none.
  ///
  /// @param accepted all `Accept-Encoding` fields of the request joined, or null if there is none
  /// @param variants in the order in which they are preferred among equals
  public static @Nullable Variant best(@Nullable String accepted, List<Variant> variants) {
    if (accepted == null) {
      return null;
    }
    int least = Math.max(1, AcceptEncoding.weight(accepted, "identity"));
    Variant best = null;
    for (Variant variant : variants) {
      int weight = AcceptEncoding.weight(accepted, variant.precompressed().coding().token);
      if (weight >= least && (best == null || weight > least)) {
        best = variant;
        least = weight;
      }
    }
    return best;
  }
}
