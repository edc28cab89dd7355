package objects;

import otus.server.api.Status;

/// A request that the store did not answer as it should. The client gets the status; the log has
/// the reason.
final class StoreFailure extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;

  /// @param status a status of the class 5xx
  /// @param reason the reason for the log
  StoreFailure(Status status, String reason) {
    super(reason);
    this.status = status.code();
  }

  Status status() {
    return new Status(status);
  }
}
