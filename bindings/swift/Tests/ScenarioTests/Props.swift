import Foundation

/// What a scenario needs from outside the library: hardware that signs, a relying party that verifies,
/// and a disk on which files are copied, damaged and locked. A command does it.
struct Props {
    let command: URL

    /// Does an act in the folder of a scenario, and gives what came of it.
    func act(_ act: String, in folder: URL, _ with: [String: JSON]) throws -> JSON {
        // Files and no pipes: an act may leave a process behind, and a pipe stays open as long as that.
        let place = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let (input, output) = (place.appending(path: "in"), place.appending(path: "out"))
        let complaint = place.appending(path: "complaint")
        try Data(JSON.object(with).description.utf8).write(to: input)
        for file in [output, complaint] { try Data().write(to: file) }

        guard try run([folder.path, act], input, output, complaint) == 0 else {
            let why = String(decoding: try Data(contentsOf: complaint), as: UTF8.self)
            throw Mistake("\(act): \(why.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
        return try JSON(parsing: Data(contentsOf: output))
    }

    /// Runs the command to its end, and gives what `waitpid` says of it. Foundation's `Process` would wait
    /// for what it leaves behind, too.
    private func run(_ arguments: [String], _ input: URL, _ output: URL, _ complaint: URL) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input.path, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.path, O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, complaint.path, O_WRONLY, 0)
        var words = ([command.path] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        var (process, status) = (pid_t(), Int32())
        guard posix_spawn(&process, command.path, &actions, nil, words, [nil]) == 0,
            waitpid(process, &status, 0) == process
        else { throw Mistake("\(command.path) cannot be run") }
        return status
    }
}
