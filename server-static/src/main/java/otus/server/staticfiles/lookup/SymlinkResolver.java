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

/// Finds out where the links on a path lead, one name at a time. Owned by the [DocumentRoot]; on
/// virtual threads, as it looks.
///
/// It opens nothing, and what it says may be out of date at once: the caller walks to what it names
/// without following any link, and checks what it has opened outside (see [SecurePathWalker]).
///
/// @param root the folder that is served
/// @param hidden whether links may lead to names that begin with a dot
public record SymlinkResolver(Path root, boolean hidden) {
  /// As many as Linux follows on one path.
  private static final int MAX = 40;

  /// Where a path leads.
  public sealed interface Resolution {

    /// To these names below the real root, none of them a link; to the root itself if there are
    /// none.
    record To(List<Path> names) implements Resolution {}

    /// To this name in a directory outside of the root; neither was a link when it was resolved.
    record Outside(Path directory, Path name) implements Resolution {}

    /// Nowhere that counts.
    record None(LookupResult.Missing missing) implements Resolution {}
  }

  private static final Resolution NOTHING = new Resolution.None(LookupResult.Missing.MISSING);
  private static final Resolution OUT = new Resolution.None(LookupResult.Missing.LINK_OUT);
  private static final Resolution DANGLING =
      new Resolution.None(LookupResult.Missing.LINK_DANGLING);
  private static final Resolution HIDDEN = new Resolution.None(LookupResult.Missing.LINK_HIDDEN);

  /// Where these names lead without ever leaving the root.
  ///
  /// A link whose own target is outside is not followed, even if the names after it would lead back
  /// in: whether they do would tell the names of folders above the root.
  ///
  /// @param realRoot the root without links
  /// @throws AccessDeniedException if a folder on the resolved may not be searched
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
      String text = name.toString();
      if (fromLink && (text.isEmpty() || text.equals("."))) {
        continue;
      }
      if (fromLink && text.equals("..")) {
        if (resolved.isEmpty()) {
          return OUT;
        }
        resolved.removeLast();
        here = below(realRoot, resolved);
        continue;
      }
      if (fromLink && isHidden(text, resolved.size())) {
        return HIDDEN;
      }
      Path there = here.resolve(name);
      BasicFileAttributes seen = stat(there);
      if (seen == null) {
        return fromLink ? DANGLING : NOTHING;
      }
      if (!seen.isSymbolicLink()) {
        if (!ahead.isEmpty() && !seen.isDirectory()) {
          return fromLink ? DANGLING : NOTHING;
        }
        resolved.add(name);
        here = there;
        continue;
      }
      if (++links > MAX) {
        return DANGLING;
      }
      Path target = readLink(there);
      if (target == null) {
        return DANGLING;
      }
      if (target.isAbsolute()) {
        target = belowRoot(realRoot, target);
        if (target == null) {
          return Files.exists(there) ? OUT : DANGLING;
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

  /// Where these names lead if all links are followed, also out of the root.
  ///
  /// What lies outside has no hidden names: the operator has linked to it. The system resolves the
  /// path, so one with more than 40 links, or of more than 4,096 bytes, leads nowhere.
  ///
  /// @param realRoot the root without links
  /// @throws AccessDeniedException if a directory on the resolved may not be searched
  Resolution anywhere(Path realRoot, List<Path> names) throws IOException {
    Path target;
    try {
      target = below(root, names).toRealPath();
    } catch (NoSuchFileException e) {
      return NOTHING;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return DANGLING;
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
        return HIDDEN;
      }
      resolved.add(name);
    }
    return new Resolution.To(resolved);
  }

  /// What follows the root in a path without links; null if the root is not on its resolved. A bind
  /// mount may show the root a second time, so directories are compared by identity, not by name.
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

  /// A name that begins with two dots hides nothing: those who swap the folder that a link leads
  /// to, as Kubernetes does with its volumes, call it so.
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
      return null; // it was one a moment ago
    }
  }

  /// What follows the root in an absolute target, which may name the root by resolved of links; null if
  /// the root is not on its resolved.
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
