// The Swift of docs/enrolment.md and of the documentation of the enrolments, word for word, so that its types are
// checked with the package's. What is the app's is declared only.

import Foundation
import PasskeyProvider

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

struct EnrolmentExamples {
    let provider: Provider
    let enrolments: Enrolments
    let model: Model
    let session = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)

    func register(_ setup: EnrolmentSetup) async throws -> EnrolmentStep {
        var step = keep(try enrolments.begin(setup))
        while true {
            switch step {
            case .token(let needed):
                step = keep(try enrolments.signedIn(needed, with: try await signIn(needed)))
            case .name(let needed):
                step = keep(try enrolments.named(needed, await askForName(needed.longest)))
            case .options(let needed):
                step = keep(try enrolments.optionsFound(needed, json: try await pageOptions()))
            case .send(let sending):
                step = keep(try enrolments.answered(sending, with: await send(sending.request)))
            case .create(let creating): step = keep(try await create(creating))
            case .ask(let question): step = keep(try enrolments.replied(question, await ask(question.kind)))
            case .wait(let waiting):
                try await Task.sleep(for: waiting.after)
                step = keep(try enrolments.waited(waiting))
            case .done, .failed: return step
            }
        }
    }

    func create(_ creating: EnrolmentStep.Creating) async throws -> Committed<EnrolmentStep> {
        let start = try enrolments.plan(creating, model: model)
        let method = try await verifyPerson(start.rpID, start.user.name)
        let created = try provider.finishCreate(start.plan, consent: .stated(method))
        keep(created.epoch)
        return try enrolments.created(creating, by: start.plan)
    }

    func send(_ request: ServerRequest) async -> ServerAnswer {
        guard let url = URL(string: request.url) else { return .unreachable }
        var sent = URLRequest(url: url, timeoutInterval: Double(request.timeout.components.seconds))
        sent.httpMethod = request.method
        sent.allHTTPHeaderFields = request.headers
        sent.httpShouldHandleCookies = false
        sent.httpBody = request.body
        guard let (body, response) = try? await session.data(for: sent),
            let http = response as? HTTPURLResponse
        else { return .unreachable }
        return ServerAnswer(status: http.statusCode, headers: http.allHeaderFields, body: body)
    }

    final class NoRedirects: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _: URLSession, task: URLSessionTask, willPerformHTTPRedirection: HTTPURLResponse,
            newRequest: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) { completionHandler(nil) }
    }

    func keep<T>(_ committed: Committed<T>) -> T { fatalError("declared only") }
    func keep(_ epoch: Epoch) { fatalError("declared only") }
    func signIn(_ needed: EnrolmentStep.TokenNeeded) async throws -> AccessToken {
        fatalError("declared only")
    }
    func askForName(_ longest: UInt64) async -> String { fatalError("declared only") }
    func pageOptions() async throws -> String { fatalError("declared only") }
    func ask(_ question: EnrolmentQuestion) async -> EnrolmentReply { fatalError("declared only") }
    func verifyPerson(_ rpID: String, _ name: String) async throws -> VerificationMethod {
        fatalError("declared only")
    }
}
