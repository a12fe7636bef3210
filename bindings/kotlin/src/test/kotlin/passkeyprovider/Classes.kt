package passkeyprovider

import java.io.File

/** The classes of a package as they were compiled, without those of packages below it. */
internal fun classesOf(packageName: String): List<Class<*>> {
    val folder = File(PasskeyProvider::class.java.protectionDomain.codeSource.location.toURI())
        .resolve(packageName.replace('.', '/'))
    val files = folder.listFiles { file -> file.extension == "class" }.orEmpty()
    check(files.isNotEmpty()) { "no classes in $folder" }
    return files.sorted().map {
        Class.forName("$packageName.${it.nameWithoutExtension}", false, PasskeyProvider::class.java.classLoader)
    }
}
