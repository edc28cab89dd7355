package otus.server.app.listen;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/// The user and the group of the file of a Unix socket. Stateless; main thread only.
final class SocketOwner {

  private SocketOwner() {}

  /// Checks that user and group exist.
  ///
  /// @throws IOException if one does not; with a message for operators
  static void check(ListenOptions options) throws IOException {
    user(options.owner());
    group(options.group());
  }

  /// Sets user and group of a file.
  ///
  /// @throws IOException if one does not exist, or the process may not set it; with a message for
  ///     operators
  static void set(Path file, ListenOptions options) throws IOException {
    UserPrincipal user = user(options.owner());
    GroupPrincipal group = group(options.group());
    if (user == null && group == null) {
      return;
    }
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    try {
      if (group != null) {
        view.setGroup(group);
      }
      if (user != null) {
        view.setOwner(user);
      }
    } catch (IOException e) {
      throw new BindException("no permission to give it to that owner or group");
    }
  }

  private static UserPrincipalLookupService lookup() {
    return FileSystems.getDefault().getUserPrincipalLookupService();
  }

  private static @Nullable UserPrincipal user(@Nullable String name) throws IOException {
    try {
      return name == null ? null : lookup().lookupPrincipalByName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new BindException("no such user: " + name);
    }
  }

  private static @Nullable GroupPrincipal group(@Nullable String name) throws IOException {
    try {
      return name == null ? null : lookup().lookupPrincipalByGroupName(name);
    } catch (UserPrincipalNotFoundException e) {
      throw new BindException("no such group: " + name);
    }
  }
}
