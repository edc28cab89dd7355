package otus.server.app.chain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.StageFailure;
import otus.server.api.StatusException;

/// Makes a response of what a handler refuses by throwing, so that the filters before it see one:
/// a browser's script that may read the answers of this server may read this one, too. Without a
/// filter the server does the same, later. Runs wherever the handler does.
final class FailureMapper {
  private static final CompletionStage<Answer> SETTLED =
      CompletableFuture.completedStage(Answer.pass());

  /// What was made of a refusal, so that the handler's own step is not asked about it: it would not
  /// have been. One answer's; written before the answer is settled, read after.
  private @Nullable Response made;

  private FailureMapper() {}

  /// That handler, which throws no refusal.
  static Handler answered(Handler handler) {
    return request -> {
      try {
        return follow(handler.handle(request));
      } catch (StatusException e) {
        return Response.of(e.status());
      }
    };
  }

  private static Answer follow(Answer answer) {
    return switch (answer) {
      case Response response -> response;
      case Answer.Pass pass -> pass;
      case Answer.Blocking(var work, var then) -> {
        FailureMapper refusals = new FailureMapper();
        yield new Answer.Blocking(
            () -> {
              try {
                return follow(work.call());
              } catch (Exception e) {
                return refusals.response(e);
              }
            },
            refusals.unless(then));
      }
      case Answer.Later(var stage, var then) -> {
        FailureMapper refusals = new FailureMapper();
        yield new Answer.Later(
            stage.handle(
                (next, failure) -> failure == null ? nested(next) : refusals.later(failure)),
            refusals.unless(then));
      }
    };
  }

  /// What a stage gave. A later answer is followed in a step of its own: its stage may be complete,
  /// and so may that of the answer it gives, to any depth, and would be followed at once.
  private static Answer nested(Answer answer) {
    return answer instanceof Answer.Later later
        ? new Answer.Later(SETTLED, _ -> follow(later))
        : follow(answer);
  }

  private Answer later(Throwable failure) {
    try {
      return response(failure);
    } catch (Exception e) {
      throw new CompletionException(failure);
    }
  }

  private Response response(Throwable failure) throws Exception {
    if (StageFailure.cause(failure) instanceof StatusException refused) {
      Response response = Response.of(refused.status());
      made = response;
      return response;
    }
    switch (failure) {
      case Exception e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private Answer.Step unless(Answer.Step then) {
    return settled -> {
      if (settled == made) {
        return settled;
      }
      try {
        return follow(settled.then(then));
      } catch (StatusException e) {
        return Response.of(e.status());
      }
    };
  }
}
