package otus.server.loop.linux;

import java.io.IOException;

/// A system call has failed.
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /// @param call the name of the call
  /// @param errno the error number, see errno(3)
  SystemCallException(String call, int errno) {
    super(call + ": " + text(errno));
    this.errno = errno;
  }

  private static String text(int errno) {
    return switch (errno) {
      case 1 -> "Operation not permitted";
      case 2 -> "No such file or directory";
      case 11 -> "no answer in time";
      case 13 -> "Permission denied";
      case 24 -> "Too many open files";
      case 28 -> "No space left on device";
      case 30 -> "Read-only file system";
      case 32 -> "Broken pipe";
      case 36 -> "File name too long";
      case 98 -> "Address already in use";
      case 104 -> "Connection reset by peer";
      case 111 -> "Connection refused";
      default -> "error " + errno;
    };
  }

  /// Returns whether a timeout has expired.
  ///
  /// @return true for `EAGAIN`
  public boolean isTimeout() {
    return errno == 11;
  }

  /// Returns whether the caller may not do this.
  ///
  /// @return true for `EPERM` and `EACCES`
  public boolean isForbidden() {
    return errno == 1 || errno == 13;
  }

  /// Returns whether a file is missing.
  ///
  /// @return true for `ENOENT`
  public boolean isMissing() {
    return errno == 2;
  }

  /// Returns whether the call would have had to wait.
  ///
  /// @return true for `EAGAIN`
  public boolean isTryAgain() {
    return errno == Calls.EAGAIN;
  }
}
