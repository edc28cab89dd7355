package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.walk.ArchiveWalker;
import otus.server.staticfiles.walk.FileWalker;
import otus.server.staticfiles.walk.PathWalker;
import otus.server.staticfiles.walk.Walkers;

/// The directory, or archive, that is served. Finds the file for a path, and nothing outside of it.
/// Created once by the provider and shared by all requests; holds no descriptor, but an archive
/// open. [#find] blocks, so it runs on threads of the `LookupPool` or on virtual threads. The root
/// is opened by its path each time, so a replaced root takes effect at once. Below the root, each
/// name is looked up in an open directory, and no symbolic link is followed (see
/// `SecurePathWalker`; some systems only have `PlainPathWalker`, to which less applies). Where the
/// `symlinks` option allows a link, its target is resolved first (see [SymlinkResolver]) and then
/// walked to in the same way. The decision depends on the opened file alone, however fast names and
/// links are exchanged meanwhile: under [Symlinks#INSIDE] no file outside of the root is reached,
/// and under [Symlinks#FOLLOW] no hidden name inside.
public final class DocumentRoot {
  /// Maximum attempts for a path that changes during its lookup.
  private static final int TRIES = 8;

  /// Number of these attempts that require a file to stay the same while it is opened. The later
  /// ones serve the file as opened: some file systems report another inode or time at each `stat`.
  private static final int STABLE_TRIES = 3;

  private final LookupOptions options;
  private final Walkers walkers;
  private final SymlinkResolver resolver;
  private final List<Path> index;
  private final FileOpener opener;
  private final UnstableFileOpener unstableOpener;
  private final PrecompressedFinder precompressedFinder;
  private final DirectOpener directOpener;

  private DocumentRoot(LookupOptions options, Walkers walkers, EntityTags tags) {
    this.options = options;
    this.walkers = walkers;
    this.resolver = new SymlinkResolver(options.root(), options.hidden());
    this.index = options.index().stream().map(options.root().getFileSystem()::getPath).toList();
    ArtificialTimes artificial = new ArtificialTimes(options.root());
    int inMemory = options.inMemory();
    this.opener = new FileOpener(options.root(), inMemory, options.headerRules(), tags, artificial);
    this.directOpener = new DirectOpener(options, artificial);
    this.unstableOpener = new UnstableFileOpener(inMemory, options.headerRules());
    this.precompressedFinder =
        new PrecompressedFinder(options.precompressed(), options.headerRules().types(), this::file);
  }

  /// Opens the root of these options.
  ///
  /// @param tags makes the entity tags of its files
  /// @throws IllegalArgumentException if the root is neither a readable directory nor a readable
  ///     archive; the message is one line
  public static DocumentRoot open(LookupOptions options, EntityTags tags) {
    return new DocumentRoot(options, Walkers.of(options.root()), tags);
  }

  /// Starts walkers, for listings.
  public Walkers walkers() {
    return walkers;
  }

  public Path path() {
    return options.root();
  }

  /// Returns how small files are opened on event loops, or null if the root has no directory
  /// handles.
  public @Nullable DirectOpener direct() {
    return walkers.haveHandles() ? directOpener : null;
  }

  public Symlinks symlinks() {
    return options.symlinks();
  }

  /// Finds and opens the file for these names.
  ///
  /// @param directory whether the path ends with a slash, so that its index file is meant
  /// @param known the state of a file that need not be opened again, or null
  /// @param now a time before this call
  /// @throws IOException if a system call fails; never because of the requested path
  public LookupResult find(
      List<Path> names, boolean directory, @Nullable FileState known, Instant now)
      throws IOException {
    if (!directory) {
      return fileOrPage(names, known, now);
    }
    List<NotServed> tried = new ArrayList<>(index.size());
    List<Path> before = new ArrayList<>(0);
    List<Path> inside = new ArrayList<>(names);
    for (Path name : index) {
      inside.addLast(name);
      LookupRequest lookup = LookupRequest.of(inside, "--index", known, now).after(before);
      LookupResult result = file(lookup);
      if (!lookup.isMissing(result, tried)) {
        return result;
      }
      before.addAll(NotServed.noFile(tried, name));
      inside.removeLast();
    }
    return new LookupResult.Missing(tried);
  }

  private LookupResult fileOrPage(List<Path> names, @Nullable FileState known, Instant now)
      throws IOException {
    LookupRequest first = LookupRequest.of(names, null, known, now);
    LookupResult result = file(first);
    List<NotServed> tried = new ArrayList<>(2);
    List<Path> page = first.isMissing(result, tried) ? options.cleanUrls().page(names) : null;
    if (page == null) {
      return result;
    }
    List<Path> before = NotServed.noFile(tried, names.getLast());
    LookupRequest second = LookupRequest.of(page, "--clean-urls", known, now).after(before);
    LookupResult other = file(second);
    if (!second.isMissing(other, tried)) {
      return other;
    }
    return result instanceof LookupResult.Missing ? new LookupResult.Missing(tried) : result;
  }

  /// Looks up these names, at least one, by the same rules as [#find], but does not open a file.
  ///
  /// @throws IOException if a system call fails
  public LookupResult stat(List<Path> names) throws IOException {
    return file(LookupRequest.stat(names));
  }

  public CleanUrls cleanUrls() {
    return options.cleanUrls();
  }

  /// Returns the names of index files, in the order in which they are tried.
  public List<Path> index() {
    return index;
  }

  /// Returns the result of a lookup of one file, by several attempts if it changes meanwhile.
  ///
  /// @throws IOException if a system call fails
  LookupResult file(LookupRequest lookup) throws IOException {
    IOException failure = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        LookupResult result = tryOnce(lookup, i < STABLE_TRIES);
        if (!(result instanceof LookupResult.Unstable)) {
          return result;
        }
        failure = null;
      } catch (NoSuchFileException e) {
        return lookup.missing(lookup.names().size(), NotServed.Reason.NO_NAME);
      } catch (AccessDeniedException e) {
        return lookup.denied(lookup.names().size());
      } catch (ClosedChannelException e) {
        // The thread was interrupted: the request was cancelled.
        throw e;
      } catch (IOException e) {
        // A name was replaced between stat and open, or the file system fails.
        failure = e;
      }
    }
    if (failure instanceof NotDirectoryException) { // the root itself
      return lookup.missing(0, NotServed.Reason.NO_DIRECTORY);
    }
    if (failure != null) {
      throw failure;
    }
    return LookupResult.Unstable.UNSTABLE;
  }

  /// @param requireStable whether to return `Unstable` for a file that changes while it is opened
  private LookupResult tryOnce(LookupRequest lookup, boolean requireStable) throws IOException {
    LookupResult result = walk(options.root(), lookup, requireStable);
    if (result != null) {
      return result;
    }
    Path realRoot = options.root().toRealPath();
    result =
        switch (resolve(realRoot, lookup.names())) {
          case SymlinkResolver.Resolution.To(var real) when real.isEmpty() ->
              LookupResult.Directory.DIRECTORY;
          case SymlinkResolver.Resolution.To(var real) ->
              walk(realRoot, lookup.at(real), requireStable);
          case SymlinkResolver.Resolution.Outside(var directory, var name) ->
              outside(realRoot, directory, lookup.outside(name), requireStable);
          case SymlinkResolver.Resolution.None(var reason, int count) ->
              lookup.missing(count, reason);
        };
    // A link appeared on a path that had none a moment ago: it is being changed right now.
    return result != null ? result : LookupResult.Unstable.UNSTABLE;
  }

  /// Resolves the links in a path by the `symlinks` option. The result may be out of date at once;
  /// the walk to it, which follows no link, decides.
  ///
  /// @throws IOException if a system call fails
  public SymlinkResolver.Resolution resolve(Path realRoot, List<Path> names) throws IOException {
    return switch (options.symlinks()) {
      case DENY -> new SymlinkResolver.Resolution.None(NotServed.Reason.LINK, names.size());
      case INSIDE -> resolver.inside(realRoot, names);
      case FOLLOW -> resolver.anywhere(realRoot, names);
    };
  }

  /// Returns the file outside of the root, or null if a name was exchanged on the way to it.
  private @Nullable LookupResult outside(
      Path realRoot, Path directory, LookupRequest lookup, boolean requireStable)
      throws IOException {
    try (PathWalker walker = walkers.outside(directory, realRoot)) {
      return walker == null
          ? null
          : resultAt(walker, lookup, walker.stat(lookup.last()), requireStable);
    }
  }

  /// Returns the result for these names, or null if one of them is a link that may be followed.
  private @Nullable LookupResult walk(Path start, LookupRequest lookup, boolean requireStable)
      throws IOException {
    int passed = 0; // number of names whose attributes have been read
    try (PathWalker walker = walkers.from(start)) {
      for (Path name : lookup.directories()) {
        BasicFileAttributes seen = walker.stat(name);
        passed++;
        if (seen.isSymbolicLink() || (seen.isDirectory() && !walker.enter(name))) {
          return link(lookup, passed);
        }
        if (!seen.isDirectory()) {
          return lookup.missing(passed, NotServed.Reason.NO_DIRECTORY);
        }
      }
      BasicFileAttributes seen = walker.stat(lookup.last());
      passed++;
      return resultAt(walker, lookup, seen, requireStable);
    } catch (NoSuchFileException e) {
      return lookup.missing(passed + 1, NotServed.Reason.NO_NAME);
    } catch (AccessDeniedException e) {
      return lookup.denied(passed);
    }
  }

  private @Nullable LookupResult link(LookupRequest lookup, int count) {
    return options.symlinks() == Symlinks.DENY
        ? lookup.missing(count, NotServed.Reason.LINK)
        : null;
  }

  /// Returns the result for the last name, in the walker's directory; null if the name is a link
  /// that may be followed.
  ///
  /// @param seen the attributes of the last name
  private @Nullable LookupResult resultAt(
      PathWalker walker, LookupRequest lookup, BasicFileAttributes seen, boolean requireStable)
      throws IOException {
    if (seen.isRegularFile()) {
      return regularFile(walker, lookup, walker.facts(lookup.last(), seen), requireStable);
    }
    int all = lookup.names().size();
    if (seen.isSymbolicLink()) {
      return link(lookup, all);
    }
    return seen.isDirectory()
        ? LookupResult.Directory.DIRECTORY
        : lookup.missing(all, NotServed.Reason.NO_FILE);
  }

  private LookupResult regularFile(
      PathWalker walker, LookupRequest lookup, FileFacts seen, boolean requireStable)
      throws IOException {
    if (!lookup.opens()) {
      return new LookupResult.Stat(seen);
    }
    if (walker instanceof FileWalker files && !requireStable) {
      return unstableOpener.open(files, lookup, seen);
    }
    FileState state = precompressedFinder.of(walker, lookup, seen);
    if (walker instanceof FileWalker files) {
      return opener.open(files, lookup, state);
    }
    return new EntryOpener(options.inMemory(), options.headerRules())
        .open((ArchiveWalker) walker, lookup, state);
  }
}
