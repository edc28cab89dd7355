package otus.server.staticfiles.lookup;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;
import otus.server.api.system.NonBlockingFiles;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.TextFacts;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.FileTimes;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;

/// Opens small files without waiting, so that an event loop may do it. Owned by [DocumentRoot].
///
/// It opens only what [DocumentRoot#find] would open in the same way, with the same headers: a file
/// at exactly the requested path, or the first index file, without links on the way and without
/// precompressed files beside it. In all other cases, also if there is no file, it gives up, and
/// the caller looks the file up.
public final class DirectOpener {
  private static final List<String> SUFFIXES =
      Arrays.stream(ContentCoding.values()).map(coding -> coding.suffix).toList();

  private final LookupOptions options;
  private final FileHeaderRules headerRules;
  private final ArtificialTimes artificial;
  private final @Nullable Path index;

  DirectOpener(LookupOptions options, ArtificialTimes artificial) {
    this.options = options;
    this.headerRules = options.headerRules();
    this.artificial = artificial;
    this.index =
        options.index().isEmpty()
            ? null
            : options.root().getFileSystem().getPath(options.index().getFirst());
  }

  /// Opens the file for a path, whose bytes are then in memory; null if it has to be looked up.
  /// Any thread.
  ///
  /// @param names the names of the path
  /// @param now a time before this call
  public @Nullable StaticFile open(
      NonBlockingFiles calls, UrlPath path, List<Path> names, Instant now) {
    LookupRequest lookup = lookup(path, names, now);
    if (lookup == null) {
      return null;
    }
    boolean alone =
        !options.precompressed() || headerRules.types().of(lookup.requested()).isCompressed();
    NonBlockingFiles.SmallFile read =
        calls.read(options.root(), text(lookup), alone ? List.of() : SUFFIXES, options.inMemory());
    if (read == null) {
      return null;
    }
    Instant modified = FileTimes.clamp(read.modified());
    Boolean undated = artificial.known(modified, now);
    if (undated == null) {
      return null; // the lookup finds out
    }
    ByteBuffer bytes = ByteBuffer.wrap(read.content());
    TextFacts text =
        lookup.dependsOnContent(headerRules) ? TextFacts.of(bytes, true) : TextFacts.UNKNOWN;
    FileFacts facts =
        new FileFacts(bytes.limit(), modified, null, read.permissions(), read.changed());
    return new StaticFile(
        lookup.headers(headerRules, text),
        lookup.servedPaths(),
        new FileState(facts, ""),
        new FileContent.InMemory(bytes),
        new Validators(
            EntityTags.of(bytes), TagBasis.CONTENT, FileTimes.isWritable(modified) && !undated),
        now,
        null);
  }

  private @Nullable LookupRequest lookup(UrlPath path, List<Path> names, Instant now) {
    if (!path.directory()) {
      return LookupRequest.of(List.copyOf(names), null, null, now);
    }
    if (index == null) {
      return null;
    }
    List<Path> inside = new ArrayList<>(names);
    inside.addLast(index);
    return LookupRequest.of(List.copyOf(inside), "--index", null, now);
  }

  private static String text(LookupRequest lookup) {
    StringBuilder text = new StringBuilder();
    for (Path name : lookup.requested()) {
      text.append(text.isEmpty() ? "" : "/").append(name);
    }
    return text.toString();
  }
}
