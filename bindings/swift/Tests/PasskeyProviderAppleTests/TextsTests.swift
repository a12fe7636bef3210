import Foundation
import PasskeyProvider
import PasskeyProviderApple
import Testing

/// The catalogue as it lies in the package: here nothing compiles it.
struct TextsTests {
    private let catalogue: Catalogue

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/PasskeyProviderApple/Resources/Texts.xcstrings")
        catalogue = try JSONDecoder().decode(Catalogue.self, from: Data(contentsOf: file))
    }

    @Test func everyCodeAndRefusalHasATextInEnglishAndInGerman() {
        let keys =
            ProviderError.Code.allCases.map { "error.\($0.rawValue)" }
            + PersonRefusal.allCases.map { "refusal.\($0.rawValue)" } + ["reason.sign_in", "reason.register"]
        #expect(Set(catalogue.strings.keys) == Set(keys))
        for (key, entry) in catalogue.strings {
            #expect(Set(entry.localizations.keys) == ["en", "de"], "\(key)")
            for (language, text) in entry.localizations {
                #expect(text.stringUnit.state == "translated", "\(key) \(language)")
                #expect(!text.stringUnit.value.isEmpty, "\(key) \(language)")
            }
            #expect(
                entry.localizations["en"]?.stringUnit.value != entry.localizations["de"]?.stringUnit.value,
                "\(key)")
        }
    }

    /// What is put into a text is put into each of its translations.
    @Test func aSiteIsNamedInEachLanguageOrInNone() {
        for (key, entry) in catalogue.strings {
            let places = entry.localizations.values.map {
                $0.stringUnit.value.components(separatedBy: "%@").count - 1
            }
            #expect(places.allSatisfy { $0 == (key.hasPrefix("reason.") ? 1 : 0) }, "\(key)")
            #expect(
                entry.localizations.values.allSatisfy {
                    !$0.stringUnit.value.replacing("%@", with: "").contains("%")
                }, "\(key)")
        }
    }

    private struct Catalogue: Decodable {
        let sourceLanguage: String
        let strings: [String: Entry]
    }
    private struct Entry: Decodable { let localizations: [String: Localization] }
    private struct Localization: Decodable { let stringUnit: Unit }
    private struct Unit: Decodable {
        let state: String
        let value: String
    }
}
