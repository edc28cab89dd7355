package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.fields.AcceptEncoding;
import otus.server.staticfiles.file.CacheEntry;
import otus.server.staticfiles.file.CheckTime;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.file.Variant;

/// Chooses between a file and its precompressed variants (RFC 9110 §12.1, proactive negotiation).
/// Owned by `StaticHandler`, shared by all requests. It reads `Accept-Encoding` only if the file
/// has variants.
///
/// @param root opens variants
public record PrecompressedVariants(DocumentRoot root) {

  /// The chosen representation.
  ///
  /// @param original the file
  /// @param file the bytes to send
  /// @param fresh the variant that was opened for this request and is owned by the caller; null if
  ///     `file` is the original or belongs to the cache
  /// @param reason why it was chosen
  /// @param unopened preferred variants that could not be opened
  public record Selection(
      StaticFile original,
      StaticFile file,
      @Nullable Variant fresh,
      Reason reason,
      List<Variant> unopened) {

    /// Returns the selection of a file whose variants do not matter.
    public static Selection only(StaticFile file) {
      return new Selection(file, file, null, Reason.NO_HEADER, List.of());
    }

    /// Returns why a variant is sent or not.
    public Reason reason(Variant variant) {
      if (unopened.contains(variant)) {
        return Reason.UNOPENED;
      }
      boolean sent = file.fileHeaders().coding() == variant.precompressed().coding();
      return sent || reason != Reason.PREFERRED ? reason : Reason.NOT_PREFERRED;
    }
  }

  /// Why a variant is sent or not, in words for the operator that follow its name.
  public enum Reason {
    PREFERRED("exists, is not older than its original, and Accept-Encoding prefers it"),
    NO_HEADER("exists, but the request has no Accept-Encoding"),
    NOT_PREFERRED("exists, but Accept-Encoding excludes it or prefers another one"),
    UNOPENED("exists, but cannot be opened, or has changed meanwhile");

    public final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /// Returns the entry of the representation for a request, or null if it has to be opened first.
  /// Any thread.
  ///
  /// @param original the entry of the file
  public static @Nullable CacheEntry cached(Headers request, CacheEntry original) {
    List<Variant> variants = original.file().variants();
    if (variants.isEmpty()) {
      return original;
    }
    Variant best = best(accepted(request), variants);
    if (best == null) {
      return original;
    }
    CacheEntry entry = best.cached();
    if (entry != null) {
      entry.touch();
    }
    return entry;
  }

  /// Returns the representation for a request and opens it if it is not cached; if it cannot be
  /// opened, returns the next best one. Blocks.
  public Selection find(Headers request, StaticFile file, CheckTime now) {
    if (file.variants().isEmpty()) {
      return Selection.only(file);
    }
    String accepted = accepted(request);
    List<Variant> left = new ArrayList<>(file.variants());
    List<Variant> unopened = new ArrayList<>(0);
    for (Variant best = best(accepted, left); best != null; best = best(accepted, left)) {
      Selection selection = open(file, best, now);
      if (selection != null) {
        return selection;
      }
      left.remove(best);
      unopened.add(best);
    }
    Reason reason = accepted == null ? Reason.NO_HEADER : Reason.NOT_PREFERRED;
    return new Selection(file, file, null, reason, unopened);
  }

  private @Nullable Selection open(StaticFile original, Variant variant, CheckTime now) {
    CacheEntry entry = variant.cached();
    if (entry != null) {
      entry.touch();
      entry.lookedUp(now);
      return new Selection(original, entry.file(), null, Reason.PREFERRED, List.of());
    }
    try {
      LookupResult result =
          root.file(
              LookupRequest.of(variant.precompressed(), original.fileHeaders(), now.instant()));
      if (result instanceof LookupResult.OpenedUncached(StaticFile file, var _)) {
        file.close();
      }
      if (result instanceof LookupResult.Opened(StaticFile file, var _)) {
        if (file.state().facts().equals(variant.precompressed().facts())) {
          return new Selection(original, file, variant, Reason.PREFERRED, List.of());
        }
        file.close(); // not the file that was found: it may be older than the original
      }
    } catch (IOException e) {
      // Only the variant is lost: the original can still be sent.
    }
    return null;
  }

  private static @Nullable String accepted(Headers request) {
    return request.combined("Accept-Encoding");
  }

  /// Returns the variant to send, or null for the original. The original is also sent if the client
  /// rejects `identity` but accepts no variant either: RFC 9110 §12.5.3 leaves this to the server,
  /// and content that the client may be able to read is better than none.
  ///
  /// @param accepted all `Accept-Encoding` headers of the request joined, or null if there is none
  /// @param variants in order of preference among equal weights
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
