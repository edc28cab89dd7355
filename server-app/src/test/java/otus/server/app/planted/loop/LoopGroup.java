package otus.server.app.planted.loop;

/// Something to make.
public final class LoopGroup {

  private LoopGroup() {}

  /// Makes it.
  public static LoopGroup open() {
    return new LoopGroup();
  }
}
