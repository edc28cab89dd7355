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

/// Maps a [StatusException] of a handler to a response, so that the filters around the handler can
/// change it: CORS, for example, applies to error responses, too. Without filters the server maps
/// the exception later. One instance per deferred answer; runs on the threads of the handler.
final class FailureMapper {
  private static final CompletionStage<Answer> SETTLED =
      CompletableFuture.completedStage(Answer.pass());

  /// The response for a refusal, or null. The handler's own next step must not see it, as it would
  /// not see a failure. Written before the answer is settled, read after.
  private @Nullable Response made;

  private FailureMapper() {}

  /// Returns a handler that answers with a response where the given one throws a
  /// [StatusException], at once or later.
  static Handler wrap(Handler handler) {
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
        FailureMapper mapper = new FailureMapper();
        yield new Answer.Blocking(
            () -> {
              try {
                return follow(work.call());
              } catch (Exception e) {
                return mapper.response(e);
              }
            },
            mapper.skipIfMapped(then));
      }
      case Answer.Later(var stage, var then) -> {
        FailureMapper mapper = new FailureMapper();
        yield new Answer.Later(
            stage.handle((next, failure) -> failure == null ? nested(next) : mapper.later(failure)),
            mapper.skipIfMapped(then));
      }
    };
  }

  /// Maps the result of a stage. A later answer is followed in a separate step, to limit the
  /// recursion: its stage may be complete, and so may the stage of its result, to any depth.
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

  private Answer.Step skipIfMapped(Answer.Step then) {
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
