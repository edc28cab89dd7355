package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.lookup.NotServed.Reason;

/// Resolves the symbolic links in a path, one name at a time. Owned by [DocumentRoot]; blocks.
///
/// It opens nothing, and its result may be out of date at once: the caller walks to the result
/// without following any link, and checks directories outside of the root once they are open (see
/// `SecurePathWalker`).
///
/// @param root the directory that is served
/// @param hidden whether links may lead to names that begin with a dot
public record SymlinkResolver(Path root, boolean hidden) {
  /// Maximum links on one path, as in Linux.
  private static final int MAX = 40;

  /// Target of a path.
  public sealed interface Resolution {

    /// Names below the real root, none of them a link; empty for the root itself.
    record To(List<Path> names) implements Resolution {}

    /// A name in a directory outside of the root; neither was a link when it was resolved.
    record Outside(Path directory, Path name) implements Resolution {}

    /// No target that may be served.
    ///
    /// @param reason why not
    /// @param names number of the resolved names up to the one that is the reason
    record None(Reason reason, int names) implements Resolution {}
  }

  /// Resolves names without ever leaving the root.
  ///
  /// A link whose own target is outside is not followed, even if the names after it would lead back
  /// in: otherwise clients could probe the names of directories above the root.
  ///
  /// @param realRoot the root with links resolved
  /// @throws AccessDeniedException if a directory on the way may not be searched
  Resolution inside(Path realRoot, List<Path> names) throws IOException {
    Deque<Path> ahead = new ArrayDeque<>(names);
    int namesOfLinks = 0; // how many of the names ahead are those of a link's target
    int links = 0;
    List<Path> resolved = new ArrayList<>();
    Path here = realRoot;
    while (!ahead.isEmpty()) {
      Path name = ahead.removeFirst();
      boolean fromLink = namesOfLinks > 0;
      namesOfLinks -= fromLink ? 1 : 0;
      int used = names.size() - ahead.size() + namesOfLinks;
      String text = name.toString();
      if (fromLink && (text.isEmpty() || text.equals("."))) {
        continue;
      }
      if (fromLink && text.equals("..")) {
        if (resolved.isEmpty()) {
          return none(Reason.LINK_OUT, used);
        }
        resolved.removeLast();
        here = below(realRoot, resolved);
        continue;
      }
      if (fromLink && isHidden(text, resolved.size())) {
        return none(Reason.LINK_HIDDEN, used);
      }
      Path there = here.resolve(name);
      BasicFileAttributes seen = stat(there);
      if (seen == null) {
        return none(fromLink ? Reason.LINK_DANGLING : Reason.NO_NAME, used);
      }
      if (!seen.isSymbolicLink()) {
        if (!ahead.isEmpty() && !seen.isDirectory()) {
          return none(fromLink ? Reason.LINK_DANGLING : Reason.NO_DIRECTORY, used);
        }
        resolved.add(name);
        here = there;
        continue;
      }
      if (++links > MAX) {
        return none(Reason.LINK_DANGLING, used);
      }
      Path target = readLink(there);
      if (target == null) {
        return none(Reason.LINK_DANGLING, used);
      }
      if (target.isAbsolute()) {
        target = belowRoot(realRoot, target);
        if (target == null) {
          return none(Files.exists(there) ? Reason.LINK_OUT : Reason.LINK_DANGLING, used);
        }
        resolved.clear();
        here = realRoot;
      }
      for (int i = target.getNameCount() - 1; i >= 0; i--) {
        ahead.addFirst(target.getName(i));
      }
      namesOfLinks += target.getNameCount();
    }
    return new Resolution.To(resolved);
  }

  /// Resolves names and follows all links, also out of the root.
  ///
  /// Outside of the root no name is hidden: the operator has linked to it. The system resolves the
  /// path, so a path with more than 40 links or 4,096 bytes counts as dangling.
  ///
  /// @param realRoot the root with links resolved
  /// @throws AccessDeniedException if a directory on the way may not be searched
  Resolution anywhere(Path realRoot, List<Path> names) throws IOException {
    Path target;
    try {
      target = below(root, names).toRealPath();
    } catch (NoSuchFileException e) {
      return none(Reason.NO_NAME, names.size());
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return none(Reason.LINK_DANGLING, names.size());
    }
    Path rest = afterRoot(realRoot, target);
    if (rest == null) {
      Path directory = target.getParent();
      Path name = target.getFileName();
      return directory == null || name == null
          ? new Resolution.Outside(target, Path.of("."))
          : new Resolution.Outside(directory, name);
    }
    List<Path> resolved = new ArrayList<>();
    for (Path name : rest) {
      if (name.toString().isEmpty()) {
        continue; // the root itself
      }
      if (isHidden(name.toString(), resolved.size())) {
        return none(Reason.LINK_HIDDEN, names.size());
      }
      resolved.add(name);
    }
    return new Resolution.To(resolved);
  }

  private static Resolution none(Reason reason, int names) {
    return new Resolution.None(reason, names);
  }

  /// Returns the names after the root in a path without links, or null if the path does not contain
  /// the root. A bind mount may make the root appear at a second path, so directories are compared
  /// by identity, not by name.
  private static @Nullable Path afterRoot(Path realRoot, Path target) throws IOException {
    if (target.startsWith(realRoot)) {
      return realRoot.relativize(target);
    }
    for (int i = target.getNameCount(); i > 0; i--) {
      Path above = target.getRoot().resolve(target.subpath(0, i));
      if (Files.isSameFile(above, realRoot)) {
        return above.relativize(target);
      }
    }
    return null;
  }

  /// Returns whether a name on a link's path is hidden. A name that begins with two dots is not:
  /// tools that swap the target directory of a link, such as Kubernetes with its volumes, use such
  /// names.
  private boolean isHidden(String name, int depth) {
    return !hidden && !name.startsWith("..") && !FileNames.isPublic(name, depth);
  }

  private static Path below(Path directory, List<Path> names) {
    Path path = directory;
    for (Path name : names) {
      path = path.resolve(name);
    }
    return path;
  }

  private static @Nullable BasicFileAttributes stat(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return null;
    }
  }

  private static @Nullable Path readLink(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return null; // not a link any more
    }
  }

  /// Returns the names after the root in the absolute target of a link, or null if the target does
  /// not contain the root. The target may name the root through links.
  private static @Nullable Path belowRoot(Path realRoot, Path target) throws IOException {
    Path start = target.getRoot();
    for (int i = 0; i <= target.getNameCount(); i++) {
      Path above = i == 0 ? start : start.resolve(target.subpath(0, i));
      try {
        if (above.toRealPath().equals(realRoot)) {
          return i == target.getNameCount()
              ? target.getFileSystem().getPath("")
              : target.subpath(i, target.getNameCount());
        }
      } catch (FileSystemException e) {
        return null;
      }
    }
    return null;
  }
}
