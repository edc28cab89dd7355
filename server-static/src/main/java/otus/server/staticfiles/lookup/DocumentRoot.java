package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;

/// The folder that is served: finds the file under a path, and nothing outside of the folder.
///
/// Made once by the provider, shared by all requests; holds nothing open. [#find] blocks, so it is
/// for virtual threads. The root is opened by its path each time, so that one that was exchanged is
/// seen at once. Below it every name is looked up in an open folder and no link is followed (see
/// [SecurePathWalker]); where the rule lets a link count, its target is resolved first (see
/// [SymlinkResolver]) and then walked to in the same manner. So what is opened decides, however
/// fast somebody exchanges names and links in the meantime: under [Symlinks#INSIDE] no file outside
/// of the root is reached, and under [Symlinks#FOLLOW] no hidden name inside.
public final class DocumentRoot {
  /// How often is tried what changes while it is looked at.
  private static final int TRIES = 8;

  /// How many of these tries expect that a file stays as it is while it is opened. Afterwards it is
  /// served as it was opened: some file systems make up another inode or time at each look.
  private static final int STABLE_TRIES = 3;

  private final Path root;
  private final Symlinks symlinks;
  private final SymlinkResolver resolver;
  private final List<Path> index;
  private final CleanUrls cleanUrls;
  private final FileOpener opener;
  private final UnstableFileOpener unstableOpener;
  private final @Nullable PrecompressedFinder precompressedFinder;

  private DocumentRoot(LookupOptions options, List<Path> index) {
    this.root = options.root();
    this.symlinks = options.symlinks();
    this.resolver = new SymlinkResolver(options.root(), options.hidden());
    this.index = List.copyOf(index);
    this.cleanUrls = options.cleanUrls();
    ArtificialTimes artificial = new ArtificialTimes(options.root());
    int inMemory = options.inMemory();
    this.opener = new FileOpener(inMemory, options.headerRules(), new EntityTags(), artificial);
    this.unstableOpener = new UnstableFileOpener(inMemory, options.headerRules());
    this.precompressedFinder =
        options.precompressed()
            ? new PrecompressedFinder(options.headerRules().types(), this::file)
            : null;
  }

  /// The root of these options.
  ///
  /// @throws IllegalArgumentException in one line, if it is no folder that can be read, or if this
  ///     system cannot look names up in an open folder, without which links could be exchanged
  public static DocumentRoot open(LookupOptions options) {
    Path root = options.root();
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(
          (Files.exists(root) ? "not a folder: " : "no such folder: ") + root);
    }
    try {
      SecurePathWalker.from(root).close();
      List<Path> index = options.index().stream().map(root.getFileSystem()::getPath).toList();
      return new DocumentRoot(options, index);
    } catch (UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          "this system cannot look up files safely (Java has no SecureDirectoryStream here): "
              + root,
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the folder cannot be read: " + root, e);
    }
  }

  public Path path() {
    return root;
  }

  public Symlinks symlinks() {
    return symlinks;
  }

  /// What is under these names.
  ///
  /// @param names one name each
  /// @param directory whether the index of a folder is meant
  /// @param known the state of the file that need not be opened again, if there is one
  /// @param now a moment before this call
  /// @throws IOException if the system fails; never because of what was asked for
  public LookupResult find(
      List<Path> names, boolean directory, @Nullable FileState known, Instant now)
      throws IOException {
    if (!directory) {
      return fileOrPage(names, known, now);
    }
    List<Path> inside = new ArrayList<>(names);
    for (Path name : index) {
      inside.addLast(name);
      LookupResult result = file(LookupRequest.of(inside, known, now));
      if (!(result instanceof LookupResult.Missing || result instanceof LookupResult.Directory)) {
        return result;
      }
      inside.removeLast();
    }
    return LookupResult.Missing.MISSING;
  }

  private LookupResult fileOrPage(List<Path> names, @Nullable FileState known, Instant now)
      throws IOException {
    LookupResult result = file(LookupRequest.named(names, known, now));
    if (!(result instanceof LookupResult.Missing || result instanceof LookupResult.Directory)) {
      return result;
    }
    List<Path> page = cleanUrls.page(names);
    if (page == null) {
      return result;
    }
    LookupResult other = file(LookupRequest.of(page, known, now));
    return other instanceof LookupResult.Missing || other instanceof LookupResult.Directory
        ? result
        : other;
  }

  /// An encoded form that was seen beside a file.
  ///
  /// @param now a moment before this call
  /// @throws IOException if the system fails
  public LookupResult find(PrecompressedFile file, Instant now) throws IOException {
    return file(LookupRequest.of(file, now));
  }

  /// What is under these names, at least one, by the same rules; a file is only looked at.
  ///
  /// @throws IOException if the system fails
  public LookupResult stat(List<Path> names) throws IOException {
    return file(LookupRequest.stat(names));
  }

  /// What is said of the files.
  public FileHeaderRules headerRules() {
    return opener.headerRules();
  }

  /// Whether encoded forms are looked for.
  public boolean isPrecompressed() {
    return precompressedFinder != null;
  }

  /// Whether pages have URLs without `.html`.
  public CleanUrls cleanUrls() {
    return cleanUrls;
  }

  /// The names of index files, in the order in which they are looked for.
  public List<Path> index() {
    return index;
  }

  private LookupResult file(LookupRequest lookup) throws IOException {
    IOException failure = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        LookupResult result = tryOnce(lookup, i < STABLE_TRIES);
        if (!(result instanceof LookupResult.Unstable)) {
          return result;
        }
        failure = null;
      } catch (NoSuchFileException e) {
        return LookupResult.Missing.MISSING;
      } catch (AccessDeniedException e) {
        return LookupResult.Denied.DENIED;
      } catch (ClosedChannelException e) {
        // The thread was interrupted: nobody waits for the answer any more.
        throw e;
      } catch (IOException e) {
        // A name became something else between look and step, or the system is in trouble.
        failure = e;
      }
    }
    if (failure instanceof NotDirectoryException) {
      return LookupResult.Missing.MISSING; // the root itself is none any more
    }
    if (failure != null) {
      throw failure;
    }
    return LookupResult.Unstable.UNSTABLE;
  }

  /// @param requireStable whether a file that changes while it is opened is not taken
  private LookupResult tryOnce(LookupRequest lookup, boolean requireStable) throws IOException {
    LookupResult result = walk(root, lookup, requireStable);
    if (result != null) {
      return result;
    }
    if (symlinks == Symlinks.DENY) {
      return LookupResult.Missing.LINK;
    }
    Path realRoot = root.toRealPath();
    result =
        switch (resolve(realRoot, lookup.names())) {
          case SymlinkResolver.Resolution.To(var real) when real.isEmpty() ->
              LookupResult.Directory.DIRECTORY;
          case SymlinkResolver.Resolution.To(var real) -> walk(realRoot, lookup.at(real), requireStable);
          case SymlinkResolver.Resolution.Outside(var directory, var name) ->
              outside(realRoot, directory, lookup.outside(name), requireStable);
          case SymlinkResolver.Resolution.None(var missing) -> missing;
        };
    // A link on a path that had none a moment ago: somebody is at work there.
    return result != null ? result : LookupResult.Unstable.UNSTABLE;
  }

  /// Where names with links on the way lead by the rule for links. That may be out of date at once:
  /// what decides is what a walk arrives at that follows no link.
  public SymlinkResolver.Resolution resolve(Path realRoot, List<Path> names) throws IOException {
    return switch (symlinks) {
      case DENY -> new SymlinkResolver.Resolution.None(LookupResult.Missing.LINK);
      case INSIDE -> resolver.inside(realRoot, names);
      case FOLLOW -> resolver.anywhere(realRoot, names);
    };
  }

  /// What is outside of the root, or null if something was exchanged on the way there.
  private @Nullable LookupResult outside(
      Path realRoot, Path directory, LookupRequest lookup, boolean requireStable) throws IOException {
    try (SecurePathWalker walker = SecurePathWalker.outside(directory, realRoot)) {
      return walker == null ? null : resultAt(walker, lookup, requireStable);
    }
  }

  /// What is under these names, or null if there is a link on the way.
  private @Nullable LookupResult walk(Path start, LookupRequest lookup, boolean requireStable)
      throws IOException {
    try (SecurePathWalker walker = SecurePathWalker.from(start)) {
      for (Path name : lookup.directories()) {
        PosixFileAttributes seen = walker.stat(name);
        if (!seen.isDirectory()) {
          return seen.isSymbolicLink() ? null : LookupResult.Missing.MISSING;
        }
        if (!walker.enter(name)) {
          return null;
        }
      }
      return resultAt(walker, lookup, requireStable);
    }
  }

  /// What has the last name, in the directory where the walk has arrived; null if it is a link.
  private @Nullable LookupResult resultAt(
      SecurePathWalker walker, LookupRequest lookup, boolean requireStable) throws IOException {
    PosixFileAttributes seen = walker.stat(lookup.last());
    if (seen.isRegularFile()) {
      return regularFile(walker, lookup, walker.facts(lookup.last(), seen), requireStable);
    }
    if (seen.isSymbolicLink()) {
      return null;
    }
    return seen.isDirectory() ? LookupResult.Directory.DIRECTORY : LookupResult.Missing.NO_FILE;
  }

  private LookupResult regularFile(
      SecurePathWalker walker, LookupRequest lookup, FileFacts seen, boolean requireStable)
      throws IOException {
    if (!lookup.opens()) {
      return new LookupResult.Stat(seen);
    }
    if (!requireStable) {
      return unstableOpener.open(walker, lookup, seen);
    }
    List<PrecompressedFile> variants =
        precompressedFinder == null ? List.of() : precompressedFinder.of(walker, lookup, seen);
    return opener.open(walker, lookup, seen, variants);
  }
}
