@echo off
rem Starts Gapless: finds a JDK, builds what is missing or older than its sources, then runs the command line.
rem It exits with the command's own status, or with 3 if there is no JDK or the build fails.
setlocal EnableExtensions DisableDelayedExpansion

set "OLDEST_JAVA=25"
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "JAR=%ROOT%\local\target\local.jar"
set "BUILD=%ROOT%\local\src\main\java\io\gapless\local\build\Build.java"
set "JDK="

if not defined GAPLESS_JAVA_HOME goto search
call :try "%GAPLESS_JAVA_HOME%"
if defined JDK goto found
echo gapless: GAPLESS_JAVA_HOME=%GAPLESS_JAVA_HOME% is no JDK %OLDEST_JAVA% or newer; get one from https://adoptium.net 1>&2
exit /b 3

:search
if defined JAVA_HOME call :try "%JAVA_HOME%"
for /f "delims=" %%j in ('where java 2^>nul') do call :try "%%~dpj.."
for %%v in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "BellSoft" "Amazon Corretto" "OpenJDK") do (
    for /d %%d in ("%ProgramFiles%\%%~v\*") do call :try "%%~d"
    for /d %%d in ("%LOCALAPPDATA%\Programs\%%~v\*") do call :try "%%~d"
)
for /d %%d in ("%USERPROFILE%\.jdks\*" "%USERPROFILE%\.gradle\jdks\*" "%USERPROFILE%\.sdkman\candidates\java\*") do call :try "%%~d"
for /d %%d in ("%USERPROFILE%\scoop\apps\*jdk*") do call :try "%%~d\current"
if defined JDK goto found
echo gapless: needs a JDK %OLDEST_JAVA% or newer and found none: install one from https://adoptium.net, or set GAPLESS_JAVA_HOME to its folder 1>&2
exit /b 3

:found
rem For scripts that start something else of the project with the same JDK.
if not "%~1"=="--jdk" goto look
echo %JDK%
exit /b 0

:look
if not exist "%JAR%" goto build
"%JDK%\bin\java.exe" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "%JAR%" io.gapless.local.build.Build --check "%ROOT%"
if not errorlevel 1 goto start

:build
"%JDK%\bin\java.exe" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "%BUILD%" "%ROOT%"
if errorlevel 1 exit /b 3

:start
"%JDK%\bin\java.exe" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar "%JAR%" %*
exit /b %ERRORLEVEL%

rem Takes the JDK at %1 if none is found yet and this one is new enough.
:try
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "FEATURE=0"
for /f "usebackq tokens=1,2 delims==" %%a in ("%~1\release") do if "%%a"=="JAVA_VERSION" for /f "delims=.+-" %%m in (%%b) do set "FEATURE=%%~m"
if %FEATURE% GEQ %OLDEST_JAVA% set "JDK=%~1"
exit /b 0
