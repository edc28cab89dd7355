package otus.server.app.chain;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.StageFailure;
import otus.server.api.StatusException;
import otus.server.api.fields.LogValue;

/// Maps a [StatusException] of a handler to a response, so that the filters around the handler can
/// change it: CORS, for example, applies to error responses, too. Without filters the server maps
/// the exception later. One instance per deferred answer; runs on the threads of the handler.
final class FailureMapper {
  private static final Logger LOG = System.getLogger(FailureMapper.class.getName());

  private static final CompletionStage<Answer> SETTLED =
      CompletableFuture.completedStage(Answer.pass());

  /// The response for a refusal, or null. The handler's own next step must not see it, as it would
  /// not see a failure. Written before the answer is settled, read after.
  private @Nullable Response made;

  private final Request request;

  private FailureMapper(Request request) {
    this.request = request;
  }

  /// Returns a handler that answers with a response where the given one throws a
  /// [StatusException], at once or later.
  static Handler wrap(Handler handler) {
    return request -> {
      try {
        return follow(request, handler.handle(request));
      } catch (StatusException e) {
        return response(request, e);
      }
    };
  }

  /// Returns the response for a rejection, without a body: the server, or the filter for error
  /// pages, adds one with the message of the attribute.
  private static Response response(Request request, StatusException rejection) {
    if (rejection.status().code() >= 500) { // as the server logs it without filters
      LOG.log(
          Level.WARNING,
          ("event=refused-by-handler status="
                  + rejection.status().code()
                  + " method="
                  + request.method())
              + (" path=" + LogValue.of(request.target().rawPath()))
              + (" reason=" + LogValue.of(String.valueOf(rejection.getMessage()))));
    }
    request.attributes().set(Attributes.REJECTION, rejection);
    return Response.of(rejection.status());
  }

  private static Answer follow(Request request, Answer answer) {
    return switch (answer) {
      case Response response -> response;
      case Answer.Pass pass -> pass;
      case Answer.Blocking(var work, var then) -> {
        FailureMapper mapper = new FailureMapper(request);
        yield new Answer.Blocking(
            () -> {
              try {
                return follow(request, work.call());
              } catch (Exception e) {
                return mapper.response(e);
              }
            },
            mapper.skipIfMapped(then));
      }
      case Answer.Later(var stage, var then) -> {
        FailureMapper mapper = new FailureMapper(request);
        yield new Answer.Later(
            stage.handle(
                (next, failure) -> failure == null ? nested(request, next) : mapper.later(failure)),
            mapper.skipIfMapped(then));
      }
    };
  }

  /// Maps the result of a stage. A later answer is followed in a separate step, to limit the
  /// recursion: its stage may be complete, and so may the stage of its result, to any depth.
  private static Answer nested(Request request, Answer answer) {
    return answer instanceof Answer.Later later
        ? new Answer.Later(SETTLED, _ -> follow(request, later))
        : follow(request, answer);
  }

  private Answer later(Throwable failure) {
    try {
      return response(failure);
    } catch (Exception e) {
      throw new CompletionException(failure);
    }
  }

  private Response response(Throwable failure) throws Exception {
    if (StageFailure.cause(failure) instanceof StatusException rejection) {
      Response response = response(request, rejection);
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
        return follow(request, settled.then(then));
      } catch (StatusException e) {
        return response(request, e);
      }
    };
  }
}
